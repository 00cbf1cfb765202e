using System.Runtime.InteropServices;

namespace Waggle.Vm.Cpus;

/// <summary>The shared words of a virtual CPU, on cache lines of their own (two, since processors fetch lines in pairs).</summary>
[StructLayout(LayoutKind.Explicit, Size = 128)]
internal struct CpuSlot
{
    /// <summary>0: free. Otherwise the epoch that the run under way began in.</summary>
    [FieldOffset(0)] public ulong Epoch;

    /// <summary>Thread that holds or last held it (upper half, never 0) and how deep its runs are nested (lower half).</summary>
    /// <remarks>One word, so that a thread that reads its own number with a depth above 0 reads what it wrote itself.</remarks>
    [FieldOffset(8)] public ulong Holder;
}
