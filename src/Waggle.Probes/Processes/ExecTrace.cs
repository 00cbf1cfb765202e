namespace Waggle.Probes.Processes;

using Waggle.CSharp;
using Waggle.Probes.Kernel;

/// <summary>Reports each program that is started.</summary>
[BpfProgram]
public static class ExecTrace
{
    // Shared with ExecFailureTrace, so that both come out in order.
    [MaxBytes(1024 * 1024)]
    internal static readonly RingBuffer<ExecEvent> s_execs = new();

    [Tracepoint("sched", "sched_process_exec")]
    private static void OnExec(ref readonly ExecRecord e)
    {
        if (!ProcessFilter.Wants(Bpf.CurrentProcess)) return;

        using RingRecord<ExecEvent> record = s_execs.Reserve();
        if (!record.Exists) return;

        ref ExecEvent exec = ref record.Value;
        exec.Time = Bpf.Now;
        exec.Result = 0;
        Actor.ReadCurrent(ref exec.Actor);
        Bpf.ReadRecordString(in e, e.__data_loc_filename, ref exec.File);

        KernelPointer<MemoryMap> memory = Bpf.CurrentTask.As<Task>().Value.mm;
        ulong start = memory.Value.arg_start;
        uint length = (uint)(memory.Value.arg_end - start);
        exec.ArgumentBytes = Bpf.TryReadUser(start, ref exec.Arguments, length) ? length : 0;
        record.Submit(RingWakeup.Never);
    }
}
