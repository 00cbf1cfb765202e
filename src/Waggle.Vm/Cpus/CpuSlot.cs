using System.Runtime.InteropServices;

namespace Waggle.Vm.Cpus;

/// <summary>The shared word of a virtual CPU, on cache lines of its own (two, since processors fetch lines in pairs).</summary>
[StructLayout(LayoutKind.Explicit, Size = 128)]
internal struct CpuSlot
{
    /// <summary>The CPU is a thread's own: what it does stands in <see cref="Lease.Epoch"/>.</summary>
    public const ulong Owned = ulong.MaxValue;

    /// <summary>It was a thread's own; free once the run that was under way has ended.</summary>
    public const ulong Revoked = ulong.MaxValue - 1;

    /// <summary>0: free. Otherwise the epoch that the run under way began in, or <see cref="Owned"/>, or <see cref="Revoked"/>.</summary>
    [FieldOffset(0)] public ulong State;
}
