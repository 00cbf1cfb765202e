using System.Runtime.InteropServices;

namespace Waggle.Linux.Interop;

/// <summary>Numbers of system calls that the C library does not export.</summary>
/// <remarks>Sources: arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h (arm64), Linux 6.18.
/// From 424 on the numbers are the same everywhere.</remarks>
internal static class SystemCallNumbers
{
    private static readonly bool s_isX64 = RuntimeInformation.ProcessArchitecture == Architecture.X64;

    public static readonly nint Bpf = s_isX64 ? 321 : 280;
    public static readonly nint PerfEventOpen = s_isX64 ? 298 : 241;
    public const nint FsOpen = 430;
    public const nint FsConfig = 431;
    public const nint FsMount = 432;
    public const nint PidFdOpen = 434;

    /// <summary>Whether the tables above have this machine.</summary>
    public static bool IsKnownMachine => RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;
}
