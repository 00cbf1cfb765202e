using System.Runtime.CompilerServices;

namespace Waggle.CSharp;

/// <content>What else is known of a sample.</content>
public partial struct PerfEventContext
{
    /// <summary>Reads the event's own counter (<c>bpf_perf_prog_read_value</c>, Linux 4.15). GPL only.</summary>
    /// <returns>Whether it could be read.</returns>
    public static bool TryReadCounter(out CounterReading reading)
    {
        Unsafe.SkipInit(out reading);
        return ReadValue(ref ProgramContext.Current, ref reading, (uint)Unsafe.SizeOf<CounterReading>()) == 0;
    }

    /// <summary>Writes the last branches that the processor took (<c>bpf_read_branch_records</c>, Linux 5.7). GPL only.</summary>
    /// <param name="buffer">An inline array of records of 24 bytes: from, to, flags.</param>
    /// <returns>Bytes written, or a negative errno.</returns>
    public static long ReadBranches<T>(ref T buffer) where T : unmanaged =>
        ReadBranchRecords(ref ProgramContext.Current, ref Unsafe.As<T, byte>(ref buffer), (uint)Unsafe.SizeOf<T>(), 0);

    [Helper(56, Since = "4.15")]
    private static long ReadValue(ref byte context, ref CounterReading reading, uint size) =>
        (long)BpfHost.Current.Call(56, BpfHost.Address(in context), BpfHost.Address(in reading), size);

    [Helper(119, Since = "5.7")]
    private static long ReadBranchRecords(ref byte context, ref byte buffer, uint size, ulong flags) =>
        (long)BpfHost.Current.Call(119, BpfHost.Address(in context), BpfHost.Address(in buffer), size, flags);
}
