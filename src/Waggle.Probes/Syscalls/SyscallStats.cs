namespace Waggle.Probes.Syscalls;

using Waggle.CSharp;
using Waggle.Probes.Kernel;
using Waggle.Probes.Processes;

/// <summary>Counts and times the system calls of each process, in the kernel.</summary>
/// <remarks>A call is counted when it ends, if its beginning was seen. Entries of ended processes stay until user code has read
/// and removed them, so that short-lived processes are seen too. Calls of processes for which there is no room are counted in
/// one place.</remarks>
[BpfProgram]
public static class SyscallStats
{
    private const ulong LowestError = unchecked((ulong)-4095);

    // The size is set before the load, to bound the memory of all CPUs together.
    [MaxEntries(1_024)]
    private static readonly PerCpuHashMap<int, SyscallTotals> s_syscalls = new();

    [MaxEntries(65_536)]
    private static readonly HashMap<int, ulong> s_syscallStarts = new(); // by thread; 0 outside of calls

    [MaxEntries(65_536)]
    private static readonly HashMap<int, Comm> s_processNames = new();

    [MaxEntries(65_536)]
    private static readonly HashMap<int, byte> s_endedProcesses = new(); // user code removes them with their totals

    private static readonly PerCpuArrayMap<ulong> s_uncountedSyscalls = new();

    private static readonly ArrayMap<SyscallTotals> s_noSyscalls = new(); // too large for the stack of 512 bytes

    [RawTracepoint("sys_enter")]
    private static void OnSyscall()
    {
        ulong id = Bpf.CurrentProcessAndThread;
        if (!ProcessFilter.Wants((int)(id >> 32))) return;

        ulong now = Bpf.Now;
        MapValue<ulong> start = s_syscallStarts.Find((int)id);
        if (start.Exists) start.Value = now;
        else if (!s_syscallStarts.TryAdd((int)id, now)) CountMissed();
    }

    [RawTracepoint("sys_exit")]
    private static void OnSyscallEnd(ulong registers, long result)
    {
        ulong id = Bpf.CurrentProcessAndThread;
        MapValue<ulong> start = s_syscallStarts.Find((int)id);
        if (!start.Exists || start.Value == 0) return;

        ulong time = Bpf.Now - start.Value;
        start.Value = 0;

        int pid = (int)(id >> 32);
        MapValue<SyscallTotals> totals = s_syscalls.Find(pid);
        if (totals.Exists)
        {
            Add(ref totals.Value, time, result);
            return;
        }

        AddProcess(pid);
        totals = s_syscalls.Find(pid);
        if (totals.Exists) Add(ref totals.Value, time, result);
        else CountMissed();
    }

    [TypedTracepoint("sched_process_exit")]
    private static void OnThreadEnd(KernelPointer<Task> task)
    {
        int thread = task.Value.pid;
        s_syscallStarts.Remove(thread);
        int pid = task.Value.tgid;
        if (task.Value.signal.Value.live.counter <= 0 && s_syscalls.Find(pid).Exists) s_endedProcesses[pid] = 1;
    }

    [TypedTracepoint("sched_process_exec")]
    private static void OnRename(KernelPointer<Task> task)
    {
        int pid = task.Value.tgid;
        if (s_processNames.Find(pid).Exists) SetName(pid);
    }

    private static void AddProcess(int pid)
    {
        MapValue<SyscallTotals> nothing = s_noSyscalls.Find(0);
        if (!nothing.Exists || !s_syscalls.TryAdd(pid, in nothing.Value)) return;

        s_endedProcesses.Remove(pid); // an earlier process with this id
        SetName(pid);
    }

    private static void SetName(int pid)
    {
        // The name of the process, not of the thread that happens to be the first to call.
        KernelPointer<Task> leader = Bpf.CurrentTask.As<Task>().Value.group_leader;
        Comm name = default;
        Bpf.ReadKernelString(Bpf.AddressOf(in leader.Value.comm), ref name);
        s_processNames[pid] = name;
    }

    private static void Add(ref SyscallTotals totals, ulong time, long result)
    {
        totals.Count++;
        totals.Nanoseconds += time;
        if ((ulong)result >= LowestError) totals.Errors++;

        uint index = SyscallBuckets.IndexOf(time);
        if (index < SyscallBuckets.Length) totals.Buckets[(int)index]++;
    }

    private static void CountMissed()
    {
        MapValue<ulong> missed = s_uncountedSyscalls.Find(0);
        if (missed.Exists) missed.Value++;
    }
}
