using System.Runtime.InteropServices;
using Waggle.Bpf.Errors;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Errors;

/// <summary>Stops before the first system call where there is no Linux kernel to take it.</summary>
internal static class OperatingSystemGuard
{
    /// <exception cref="BpfNotSupportedException">This is not Linux, or a machine whose system call numbers are unknown here.</exception>
    public static void ThrowIfNotLinux(string operation)
    {
        if (!OperatingSystem.IsLinux())
            throw new BpfNotSupportedException(operation, RuntimeInformation.OSDescription, Errno.None,
                "BPF programs run in the Linux kernel: run this on Linux, or in a virtual machine or WSL 2 with a Linux kernel.");
        if (!SystemCallNumbers.IsKnownMachine)
            throw new BpfNotSupportedException(operation, $"{RuntimeInformation.ProcessArchitecture}", Errno.None,
                "This library knows the system calls of x86-64 and arm64 only: use the .NET runtime of one of these.");
    }
}
