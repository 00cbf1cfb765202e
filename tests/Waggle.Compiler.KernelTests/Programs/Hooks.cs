namespace Waggle.Compiler.KernelTests.Programs;

using Waggle.CSharp;

/// <summary>Counts calls of getppid by one thread, on each kind of hook.</summary>
[BpfProgram]
public static class Counting
{
    private const long GetParent = 110; // x86-64

    private static readonly ArrayMap<ulong> s_counts = new();
    internal static int s_thread;

    [RawTracepoint("sys_enter")]
    private static void OnEnterRaw(ulong registers, long id)
    {
        if (id != GetParent || Bpf.CurrentThread != s_thread) return;
        MapValue<ulong> count = s_counts.Find(0);
        if (count.Exists) count.Value++;
    }

    [TypedTracepoint("sys_enter")]
    private static void OnEnterTyped(ulong registers, long id)
    {
        if (id == GetParent && Bpf.CurrentThread == s_thread) Count();
    }

    [Tracepoint("raw_syscalls", "sys_enter")]
    private static void OnEnterRecord(ref readonly SysEnterRecord record)
    {
        if (record.id == GetParent && Bpf.CurrentThread == s_thread) Count();
    }

    private static void Count()
    {
        MapValue<ulong> count = s_counts.Find(0);
        if (count.Exists) Interlocked.Increment(ref count.Value);
    }
}

[KernelType("trace_event_raw_sys_enter")]
public struct SysEnterRecord
{
    public long id;
}
