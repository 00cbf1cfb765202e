namespace Waggle.Compiler.KernelTests.Programs;

using Waggle.CSharp;

/// <summary>Reads the current task by loads, and by helper calls.</summary>
[BpfProgram]
public static class TaskReads
{
    internal static TaskFacts s_facts;
    private static readonly ulong s_zero; // what it is added to is a plain address to the verifier

    [RawTracepoint("sys_enter")]
    private static void ByLoad(ulong registers, long id) => Collect(Bpf.CurrentTask);

    [RawTracepoint("sys_enter")]
    private static void ByHelper(ulong registers, long id) => Collect(new KernelPointer<OtherTask>(Bpf.CurrentTask.Address + s_zero));

    private static void Collect(KernelPointer<TaskStruct> task)
    {
        s_facts.Process = task.Value.tgid;
        s_facts.Thread = task.Value.pid;
        s_facts.Parent = task.Value.real_parent.Value.tgid;
        s_facts.Start = task.Value.group_leader.Value.start_time;
        KernelPointer<Task> again = task.As<Task>();
        s_facts.Comm = again.Value.comm;
        s_facts.FirstLetter = again.Value.comm[0];
        s_facts.ThirdLetter = again.Value.comm[2];
        s_facts.IsNull = task.IsNull ? 1 : 0;
    }

    private static void Collect(KernelPointer<OtherTask> task)
    {
        s_facts.Process = task.Value.tgid;
        s_facts.Thread = task.Value.pid;
        s_facts.Parent = task.Value.real_parent.Value.tgid;
        s_facts.Start = task.Value.group_leader.Value.start_time;
        s_facts.Comm = task.Value.comm;
        s_facts.FirstLetter = task.Value.comm[0];
        s_facts.ThirdLetter = task.Value.comm[2];
        s_facts.Nested = task.Value.se.exec_start != 0 ? 1 : 0;
    }

    internal struct TaskFacts
    {
        public ulong Start;
        public int Process, Thread, Parent, IsNull;
        public int Nested;
        public byte FirstLetter, ThirdLetter;
        public short Reserved;
        public Comm Comm;
    }

    [KernelType("task_struct")]
    internal struct Task
    {
        public Comm comm;
    }

    // The same kernel type under another name, and in another order.
    [KernelType("task_struct")]
    internal struct OtherTask
    {
        public Comm comm;
        public SchedEntity se;
        public KernelPointer<OtherTask> group_leader;
        public KernelPointer<OtherTask> real_parent;
        public ulong start_time;
        public int tgid;
        public int pid;
    }

    [KernelType("sched_entity")]
    internal struct SchedEntity
    {
        public ulong exec_start;
    }
}
