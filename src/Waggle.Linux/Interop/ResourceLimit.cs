using System.Runtime.InteropServices;

namespace Waggle.Linux.Interop;

/// <summary><c>struct rlimit</c> of a 64-bit machine.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ResourceLimit
{
    public const int LockedMemory = 8; // RLIMIT_MEMLOCK
    public const ulong Infinity = ulong.MaxValue;

    public ulong rlim_cur;
    public ulong rlim_max;
}
