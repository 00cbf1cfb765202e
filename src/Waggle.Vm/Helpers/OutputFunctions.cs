using Waggle.Bpf.Errors;
using Waggle.Vm.Execution;
using Waggle.Vm.Maps;

namespace Waggle.Vm.Helpers;

/// <summary>Perf event arrays and stack traces (kernel/trace/bpf_trace.c, kernel/bpf/stackmap.c, net/core/filter.c).</summary>
internal static unsafe class OutputFunctions
{
    private const ulong IndexMask = uint.MaxValue;          // BPF_F_INDEX_MASK
    private const ulong LengthMask = 0xFFFFFul << 32;       // BPF_F_CTXLEN_MASK
    private const ulong CounterSize = 24;                   // struct bpf_perf_event_value
    private const ulong UserStack = 1 << 8;                 // BPF_F_USER_STACK
    private const ulong BranchSize = 1;                     // BPF_F_GET_BRANCH_RECORDS_SIZE
    private const int DeepestStack = 127;                   // kernel.perf_event_max_stack

    internal static readonly HelperRow[] Rows =
    [
        new(22, &ReadCounter),
        new(25, &Output),
        new(27, &StackNumber),
        new(55, &ReadCounterValue),
        new(119, &BranchRecords),
    ];

    private static ulong Output(RunContext run, ulong context, ulong map, ulong flags, ulong data, ulong size)
    {
        PacketBuffer? packet = PacketFields.PacketOf(run);
        if ((flags & ~(packet is null ? IndexMask : IndexMask | LengthMask)) != 0) return Results.Error(Errno.Invalid);
        ulong more = (flags & LengthMask) >> 32;
        if (packet is not null && more > (ulong)packet.Length) return Results.Error(Results.Fault);
        byte* start = packet is null ? null : packet.Data;
        return (ulong)((PerfEventArray)run.MapOf(map)!).Output(flags & IndexMask, (byte*)data, size, run.Cpu, more == 0 ? null : start, more);
    }

    // There are no counters here: as where the map has no event.
    private static ulong ReadCounter(RunContext run, ulong map, ulong flags, ulong _, ulong _1, ulong _2) => Results.Error(CheckCounter(run, map, flags));

    private static ulong ReadCounterValue(RunContext run, ulong map, ulong flags, ulong buffer, ulong size, ulong _)
    {
        Errno error = size != CounterSize ? Errno.Invalid : CheckCounter(run, map, flags);
        new Span<byte>((void*)buffer, (int)size).Clear();
        return Results.Error(error);
    }

    private static Errno CheckCounter(RunContext run, ulong map, ulong flags)
    {
        if ((flags & ~IndexMask) != 0) return Errno.Invalid;
        ulong index = flags == IndexMask ? (ulong)run.Cpu : flags;
        return index >= run.MapOf(map)!.MaxEntries ? Errno.TooBig : Errno.NoEntry;
    }

    private static ulong StackNumber(RunContext run, ulong context, ulong map, ulong flags, ulong _, ulong _1)
    {
        var traces = (StackTraces)run.MapOf(map)!;
        Span<ulong> frames = stackalloc ulong[DeepestStack];
        int count = run.Host.CaptureStack((flags & UserStack) != 0, frames);
        return (ulong)traces.GetId(frames[..Math.Clamp(count, 0, DeepestStack)], flags);
    }

    private static ulong BranchRecords(RunContext run, ulong context, ulong buffer, ulong size, ulong flags, ulong _) =>
        Results.Error((flags & ~BranchSize) != 0 ? Errno.Invalid : Errno.NoEntry);
}
