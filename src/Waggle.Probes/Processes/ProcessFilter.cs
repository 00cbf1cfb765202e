namespace Waggle.Probes.Processes;

using Waggle.CSharp;
using Waggle.Probes.Kernel;

/// <summary>Decides in the kernel whose events count: everybody's, one process's, or those of a command and its descendants.</summary>
/// <remarks>A child is followed before it runs its first instruction: <c>sched_process_fork</c> fires in the parent, between
/// the making of the child and its first wake-up. The command itself is known as the child of the thread that starts it.
/// Part of every object that filters; all program classes compiled together share it.</remarks>
[BpfProgram]
public static class ProcessFilter
{
    private static readonly FilterMode s_mode = FilterMode.All;
    private static readonly int s_onlyProcess = -1;
    private static readonly int s_spawner = -1; // id of the thread that starts the command

    [MaxEntries(65_536)]
    private static readonly HashMap<int, byte> s_followed = new();

    private static readonly PerCpuArrayMap<ulong> s_unfollowed = new(); // descendants for which there was no room

    /// <summary>Sections of the filter's own programs, needed only where processes are followed.</summary>
    public static IReadOnlyList<string> OwnSections => ["tp_btf/sched_process_fork", "tp_btf/sched_process_free"];

    /// <summary>Whether events of a process are wanted.</summary>
    internal static bool Wants(int pid)
    {
        if (s_mode == FilterMode.All) return true;
        if (s_mode == FilterMode.OneProcess) return pid == s_onlyProcess;
        return s_followed.Find(pid).Exists;
    }

    [TypedTracepoint("sched_process_fork")]
    private static void OnFork(KernelPointer<Task> parent, KernelPointer<Task> child)
    {
        if (s_mode != FilterMode.Followed) return;

        int pid = child.Value.tgid;
        if (pid != child.Value.pid) return; // a new thread
        int parentPid = parent.Value.tgid; // keys of maps must lie on the stack
        if (parent.Value.pid != s_spawner && !s_followed.Find(parentPid).Exists) return;
        if (s_followed.Set(pid, 1)) return;

        MapValue<ulong> unfollowed = s_unfollowed.Find(0);
        if (unfollowed.Exists) unfollowed.Value++;
    }

    // Not at sched_process_exit: programs that report the exit may run after this one.
    [TypedTracepoint("sched_process_free")]
    private static void OnFree(KernelPointer<Task> task)
    {
        int thread = task.Value.pid;
        if (s_mode == FilterMode.Followed && thread == task.Value.tgid) s_followed.Remove(thread);
    }
}
