using Waggle.CSharp;

namespace Samples.Programs;

/// <summary>How long tasks wait for a CPU.</summary>
[BpfProgram]
public static class RunQueueLatency
{
    private static readonly TaskStorage<ulong> s_since = new();
    private static readonly PerCpuHistogram s_latency = new();

    [TypedTracepoint("sched_wakeup")]
    private static void OnWakeup(KernelPointer<TaskStruct> task)
    {
        MapValue<ulong> since = s_since.FindOrCreate(task);
        if (since.Exists) since.Value = Bpf.Now;
    }

    [TypedTracepoint("sched_switch")]
    private static void OnSwitch(bool preempted, KernelPointer<TaskStruct> from, KernelPointer<TaskStruct> to)
    {
        MapValue<ulong> since = s_since.Find(to);
        if (!since.Exists || since.Value == 0) return;
        s_latency.Add(Bpf.Now - since.Value);
        since.Value = 0;
    }
}

/// <summary>Each kind of map that keeps values for traces.</summary>
[BpfProgram]
public static class TraceMaps
{
    private static readonly LruHashMap<int, ulong> s_recent = new();
    private static readonly PerCpuHashMap<int, ulong> s_perCpu = new();
    private static readonly LruPerCpuHashMap<int, ulong> s_recentPerCpu = new();
    private static readonly PerCpuArrayMap<ulong> s_totals = new();
    private static readonly QueueMap<int> s_queue = new();
    private static readonly StackMap<int> s_stack = new();
    private static readonly BloomFilter<int> s_seen = new();
    private static readonly StackTraceMap s_stacks = new();
    private static readonly PerfEventArray s_events = new();
    private static readonly ProgramArray s_next = new();
    private static readonly CgroupArray s_cgroups = new();

    [RawTracepoint("sched_process_exit")]
    private static void OnExit()
    {
        int process = Bpf.CurrentProcess;
        s_recent[process] = Bpf.Now;
        s_perCpu[process] = 1;
        s_recentPerCpu.TryAdd(process, 1);
        MapValue<ulong> total = s_totals.Find(0);
        if (total.Exists) total.Value++;
        s_queue.Push(process);
        s_stack.TryPush(process);
        if (!s_seen.MayContain(process)) s_seen.Add(process);
        s_next.TailCall(0);
    }

    [RawTracepoint("sched_process_fork")]
    private static void OnFork()
    {
        if (!s_cgroups.HasCurrentTask(0)) return;
        int stack = s_stacks.Capture();
        s_events.Send(stack);
        if (s_queue.TryPop(out int process)) s_events.Send(process);
    }

    [PerfEvent]
    private static void OnSample(ref readonly PerfEventContext sample)
    {
        ulong address = sample.Instruction;
        s_events.Send(address);
    }
}

/// <summary>Each kind of probe.</summary>
[BpfProgram]
public static class Probes
{
    private static readonly HashCounter<ulong> s_counts = new();

    [Kprobe("do_unlinkat")]
    private static void OnUnlink(int directory, ulong name) => s_counts.Increment((ulong)directory);

    [Kretprobe("do_unlinkat")]
    private static void OnUnlinked(int error) => s_counts.Increment((ulong)error);

    [Ksyscall("openat")]
    private static void OnOpen(int directory, ulong path, int flags, uint mode) => s_counts.Increment(path + mode);

    [Kretsyscall("openat")]
    private static void OnOpened(long descriptor) => s_counts.Increment((ulong)descriptor);

    [KprobeMulti("vfs_*")]
    private static void OnAny() => s_counts.Increment(Bpf.ProbedFunction);

    [Uprobe("libc.so.6", "malloc")]
    private static void OnAllocate(ulong size) => s_counts.Increment(size);

    [Uretprobe("libc.so.6", "malloc")]
    private static void OnAllocated(ulong address) => s_counts.Increment(address);

    [UprobeMulti("libc.so.6", "str*")]
    private static void OnString() => s_counts.Increment(Bpf.AttachCookie);

    [UprobeSession("libc.so.6", "fopen")]
    private static SessionAction OnFile() => SessionAction.RunAtReturn;

    [Usdt("libc.so.6", "libc", "setjmp")]
    private static void OnSetJump(ulong environment, int code, ulong address) => s_counts.Increment(address);
}

/// <summary>Probes by BTF, and a program that user space runs.</summary>
[BpfProgram]
public static class TypedProbes
{
    private static readonly HashCounter<ulong> s_counts = new();

    [Fentry("do_unlinkat")]
    private static void OnUnlink(int directory) => s_counts.Increment((ulong)directory);

    [Fexit("do_unlinkat")]
    private static void OnUnlinked(int directory, ulong name, int error) => s_counts.Increment((ulong)error);

    [Lsm("file_open")]
    private static int OnOpen(KernelPointer<SeqFile> file) => 0;

    [Iterator("task")]
    private static IteratorAction OnTask(KernelPointer<IteratorMeta> meta, KernelPointer<TaskStruct> task)
    {
        if (task.IsNull) return IteratorAction.Continue;
        int process = task.Value.tgid;
        Bpf.Write(meta.Value.seq, process);
        return IteratorAction.Continue;
    }

    [Syscall]
    private static int Count() => 1;
}
