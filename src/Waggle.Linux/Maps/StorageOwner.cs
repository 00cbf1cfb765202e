using System.Runtime.InteropServices;
using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Machine;

namespace Waggle.Linux.Maps;

/// <summary>Opens kernel objects that storage belongs to.</summary>
public static class StorageOwner
{
    /// <summary>Opens a process, for task storage (<c>pidfd_open(2)</c>, Linux 5.3).</summary>
    /// <param name="processId">The process, as this process's namespace numbers it.</param>
    /// <returns>A descriptor of it; its storage is that of its first thread. Dispose it.</returns>
    /// <exception cref="BpfException">There is no such process.</exception>
    public static SafeHandle OpenProcess(int processId)
    {
        OperatingSystemGuard.ThrowIfNotLinux("open a process");
        nint descriptor = Libc.SystemCall(SystemCallNumbers.PidFdOpen, processId, 0, 0, 0, 0, 0);
        return descriptor >= 0
            ? new SafeDescriptor(descriptor)
            : throw KernelError.Other("open a process", $"process {processId}", Libc.LastError, Capability.SysAdmin);
    }

    /// <summary>Opens a directory or file, for cgroup storage (a directory of the cgroup file system).</summary>
    /// <returns>A descriptor of it. Dispose it.</returns>
    /// <exception cref="BpfException">It can't be opened.</exception>
    public static SafeHandle OpenPath(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        OperatingSystemGuard.ThrowIfNotLinux("open a file");
        const int WorkingDirectory = -100, CloseOnExec = 0x80000; // AT_FDCWD; O_CLOEXEC, and O_RDONLY is 0
        int descriptor = Libc.OpenAt(WorkingDirectory, path, CloseOnExec);
        return descriptor >= 0 ? new SafeDescriptor(descriptor) : throw KernelError.Other("open a file", path, Libc.LastError);
    }
}
