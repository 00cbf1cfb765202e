namespace Waggle.Compiler.Tests.Programs;

using Waggle.CSharp;

/// <summary>Programs whose instructions, lines, maps and types the tests look at.</summary>
[BpfProgram]
public static class Samples
{
    [MaxEntries(7)] private static readonly HashMap<SampleKey, SampleKind> s_byKey = new();
    [MaxBytes(8192)] private static readonly RingBuffer<ulong> s_events = new();
    private static readonly ArrayMap<ulong> s_counts = new();
    internal static int s_process = 42; // user code sets it
    private static readonly ushort s_limit = 513;

    [RawTracepoint("sys_enter")]
    private static void Count(ulong registers, long id)
    {
        MapValue<ulong> count = s_counts.Find(0);
        if (count.Exists) count.Value++;
    }

    [RawTracepoint("sys_enter")]
    private static void CountOne(ulong registers, long id)
    {
        if (Bpf.CurrentProcess != s_process) return;
        MapValue<ulong> count = s_counts.Find(0);
        if (count.Exists) count.Value++;
    }

    [RawTracepoint("sys_enter")]
    private static void Submit(ulong registers, long id)
    {
        using RingRecord<ulong> record = s_events.Reserve();
        if (!record.Exists) return;
        record.Value = (ulong)id;
        record.Submit();
    }

    [TypedTracepoint("sched_process_fork")]
    private static int ReadChild(KernelPointer<TaskStruct> parent, KernelPointer<TaskStruct> child) =>
        child.Value.real_parent.Value.tgid + s_limit;

    [Tracepoint("sched", "sched_process_exit")]
    private static void Key(ref readonly ExitRecord record)
    {
        var key = new SampleKey { Process = record.pid, Kind = SampleKind.Second };
        s_byKey[key] = SampleKind.First;
    }
}

[KernelType("trace_event_raw_sched_process_template")]
public struct ExitRecord
{
    public int prio;
    public int pid;
}

public struct SampleKey
{
    public int Process;
    public SampleKind Kind;
}

public enum SampleKind
{
    First = 1,
    Second = 2,
}
