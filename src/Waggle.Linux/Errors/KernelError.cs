using Waggle.Bpf.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Machine;

namespace Waggle.Linux.Errors;

/// <summary>The one place where errno becomes an exception.</summary>
internal static class KernelError
{
    /// <summary>An exception for a map operation.</summary>
    public static BpfException Map(string operation, string map, Errno errno) => errno switch
    {
        Errno.NotPermitted => Permission(operation, map, errno, Capability.Bpf),
        Errno.NotImplemented => NoBpf(operation, map, errno),
        Errno.NoMemory => new BpfMapException(operation, map, errno, OutOfMemory()),
        _ when IsNoSupport(errno) => new BpfNotSupportedException(operation, map, errno,
            $"This kind of map can't do that on Linux {KernelRelease.Text}."),
        _ => Common(errno, operation, map) ?? BpfMapException.FromErrno(operation, map, errno),
    };

    /// <summary>An exception for <c>BPF_MAP_CREATE</c>, where errno means other things.</summary>
    public static BpfException MapCreation(string map, Errno errno)
    {
        const string Operation = "create a map";
        return errno switch
        {
            Errno.Invalid => new BpfMapException(Operation, map, errno,
                $"The kernel does not take this kind of map (Linux {KernelRelease.Text}), or these sizes and flags for it: "
                + "a ring buffer is a power of two and a multiple of the page size with no key and value; an array's key is 4 bytes; nothing else is empty."),
            Errno.TooBig => new BpfMapException(Operation, map, errno, "The map is larger than the kernel allows: ask for fewer entries or smaller values."),
            _ => Map(Operation, map, errno),
        };
    }

    /// <summary>An exception for a program that was refused without a word from the verifier.</summary>
    public static BpfException ProgramLoad(string program, Errno errno, ReadOnlySpan<Capability> wanted)
    {
        const string Operation = "load a program";
        return errno switch
        {
            Errno.NotPermitted => Permission(Operation, program, errno, wanted),
            Errno.NotImplemented => NoBpf(Operation, program, errno),
            Errno.NoMemory => new BpfException(Operation, program, errno, OutOfMemory()),
            Errno.TooBig => new BpfException(Operation, program, errno,
                "The program is too large: Linux takes 1,000,000 instructions, and 4,096 from a process without CAP_BPF."),
            _ when IsNoSupport(errno) || errno == Errno.Invalid => new BpfNotSupportedException(Operation, program, errno,
                $"Linux {KernelRelease.Text} does not take this type of program, its attach type or a field of the request."),
            _ => Common(errno, Operation, program) ?? new BpfException(Operation, program, errno, "The kernel gave no reason."),
        };
    }

    /// <summary>An exception for an attachment.</summary>
    public static BpfException Attach(string program, Errno errno, string? cause = null)
    {
        const string Operation = "attach a program";
        return errno switch
        {
            _ when cause is not null => new BpfAttachException(Operation, program, errno, cause),
            Errno.NotPermitted or Errno.AccessDenied => Permission(Operation, program, errno, Capability.Bpf, Capability.PerfMon),
            Errno.NotImplemented => NoBpf(Operation, program, errno),
            Errno.NoEntry => new BpfAttachException(Operation, program, errno, "The kernel has no such hook."),
            Errno.Exists or Errno.Busy => new BpfAttachException(Operation, program, errno, "The hook is taken by another program."),
            Errno.TooBig => new BpfAttachException(Operation, program, errno, "The kernel attaches no more than 64 programs to one tracepoint."),
            _ when IsNoSupport(errno) => new BpfNotSupportedException(Operation, program, errno, $"Linux {KernelRelease.Text} lacks this hook."),
            _ => Common(errno, Operation, program)
                ?? new BpfAttachException(Operation, program, errno, "The hook does not fit the program's type, or the program reads behind the hook's context."),
        };
    }

    /// <summary>An exception for an attachment to a hook that not every kernel has.</summary>
    /// <param name="program">What was attached to what.</param>
    /// <param name="errno">What the kernel answered.</param>
    /// <param name="hook">The place as the kernel knows it.</param>
    /// <param name="cause">What the answer means where the kernel has the hook, or null.</param>
    /// <param name="instead">What does the same on older kernels, or null.</param>
    public static BpfException Attach(string program, Errno errno, BpfAttachType hook, string? cause, string? instead = null) =>
        errno == Errno.Invalid && KernelAttachTypes.Lacks(hook)
            ? new BpfNotSupportedException("attach a program", program, errno, $"Linux {KernelRelease.Text} lacks this hook ({hook}). {instead}".TrimEnd())
            : Attach(program, errno, cause);

    /// <summary>An exception for any other operation.</summary>
    public static BpfException Other(string operation, string target, Errno errno, params ReadOnlySpan<Capability> wanted) => errno switch
    {
        Errno.NotPermitted => Permission(operation, target, errno, wanted),
        Errno.NotImplemented => NoBpf(operation, target, errno),
        _ when IsNoSupport(errno) => new BpfNotSupportedException(operation, target, errno, $"Linux {KernelRelease.Text} lacks it."),
        _ => Common(errno, operation, target) ?? new BpfException(operation, target, errno, "The kernel gave no reason."),
    };

    private static bool IsNoSupport(Errno errno) => errno is Errno.OperationNotSupported or Errno.NotSupported;

    private static BpfPermissionException Permission(string operation, string target, Errno errno, params ReadOnlySpan<Capability> wanted)
    {
        string cause = PermissionCause.Explain(wanted);
        return new(operation, target, errno, cause) { IsForLackOfPrivilege = cause.StartsWith(PermissionCause.LacksPrefix, StringComparison.Ordinal) };
    }

    private static BpfNotSupportedException NoBpf(string operation, string target, Errno errno) =>
        new(operation, target, errno, "The kernel is built without bpf(2) (CONFIG_BPF_SYSCALL), or a seccomp filter hides it.");

    private static BpfException? Common(Errno errno, string operation, string target) => errno switch
    {
        Errno.TooManyOpenFiles or Errno.SystemFileTableFull => new BpfException(operation, target, errno,
            "Every map, program and link is an open file, and the limit is reached: raise it with 'ulimit -n'."),
        Errno.NoMemory => new BpfException(operation, target, errno, OutOfMemory()),
        _ => null,
    };

    private static string OutOfMemory() => KernelRelease.Number < new Version(5, 11)
        ? "The kernel is out of memory, or RLIMIT_MEMLOCK is too low: raise it with 'ulimit -l unlimited'."
        : "The kernel, or the process's memory cgroup, is out of memory: ask for smaller maps.";
}
