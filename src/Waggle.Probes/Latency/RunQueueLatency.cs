namespace Waggle.Probes.Latency;

using Waggle.CSharp;
using Waggle.Probes.Kernel;
using Waggle.Probes.Processes;

/// <summary>Times how long each runnable thread waits for a CPU.</summary>
[BpfProgram]
public static class RunQueueLatency
{
    [MaxEntries(32_768)]
    private static readonly HashMap<int, ulong> s_queued = new(); // since when, by thread

    [MaxEntries(LatencyHistogram.Length)]
    private static readonly PerCpuArrayMap<ulong> s_runQueueLatency = new();

    private static readonly PerCpuArrayMap<ulong> s_missedWaits = new();

    [TypedTracepoint("sched_wakeup")]
    private static void OnWakeup(KernelPointer<Task> task) => Queue(task.Value.tgid, task.Value.pid);

    [TypedTracepoint("sched_wakeup_new")]
    private static void OnFirstWakeup(KernelPointer<Task> task) => Queue(task.Value.tgid, task.Value.pid);

    [TypedTracepoint("sched_switch")]
    private static void OnSwitch(ulong isPreempted, KernelPointer<Task> previous, KernelPointer<Task> next)
    {
        if (previous.Value.__state == 0) Queue(previous.Value.tgid, previous.Value.pid); // TASK_RUNNING: pushed off its CPU
        int thread = next.Value.pid;
        if (s_queued.TryRemove(thread, out ulong since)) LatencyHistogram.Add(s_runQueueLatency, Bpf.Now - since);
    }

    private static void Queue(int pid, int thread)
    {
        if (thread == 0 || !ProcessFilter.Wants(pid)) return; // thread 0: the idle task
        if (s_queued.Set(thread, Bpf.Now)) return;

        MapValue<ulong> missed = s_missedWaits.Find(0);
        if (missed.Exists) missed.Value++;
    }
}
