namespace Waggle.Probes.Processes;

using Waggle.CSharp;
using Waggle.Probes.Kernel;

/// <summary>Reports each process that ends, once.</summary>
[BpfProgram]
public static class ExitTrace
{
    [MaxBytes(256 * 1024)]
    private static readonly RingBuffer<ExitEvent> s_exits = new();

    // Threads that end at the same time can each see that none is left; the first to come here reports.
    [MaxEntries(8_192)]
    private static readonly LruHashMap<ProcessKey, byte> s_ended = new();

    [TypedTracepoint("sched_process_exit")]
    private static void OnProcessEnd(KernelPointer<Task> task)
    {
        if (task.Value.signal.Value.live.counter > 0) return; // other threads go on
        if (!ProcessFilter.Wants(task.Value.tgid)) return;

        KernelPointer<Task> leader = task.Value.group_leader;
        ulong startTime = leader.Value.start_time;
        ProcessKey key = new() { StartTime = startTime, Pid = (ulong)task.Value.tgid };
        if (!s_ended.TryAdd(in key, 1)) return;

        using RingRecord<ExitEvent> record = s_exits.Reserve();
        if (!record.Exists) return;

        ref ExitEvent exit = ref record.Value;
        ulong now = Bpf.Now;
        exit.Time = now;
        exit.RunTime = now - startTime;
        exit.Reserved = 0;
        // What wait_task_zombie() in kernel/exit.c gives to the parent.
        exit.Status = (task.Value.signal.Value.flags & Signal.GroupExit) != 0
            ? task.Value.signal.Value.group_exit_code
            : leader.Value.exit_code;
        Actor.ReadCurrent(ref exit.Actor);
        record.Submit(RingWakeup.Never);
    }
}
