namespace Waggle.Compiler.KernelTests.Programs;

using Waggle.CSharp;

/// <summary>Asks the running kernel about its types, and reads bit-fields of the program that runs.</summary>
[BpfProgram]
public static class TypeQuestions
{
    internal static Answers s_answers;

    [RawTracepoint("sys_enter")]
    private static void Ask(ulong registers, long id)
    {
        KernelPointer<Task> task = Bpf.CurrentTask.As<Task>();
        s_answers.HasTask = KernelTypes.Has<Task>() ? 1 : 0;
        s_answers.HasNothing = KernelTypes.Has<Nothing>() ? 1 : 0;
        s_answers.HasPid = KernelTypes.HasField(in task.Value.pid) ? 1 : 0;
        s_answers.HasRuntime = KernelTypes.HasField(in task.Value.se.vruntime) ? 1 : 0;
        s_answers.HasNoSuchField = KernelTypes.HasField(in task.Value.no_such_field) ? 1 : 0;
        s_answers.SizeOfTask = KernelTypes.SizeOf<Task>();
        s_answers.SizeOfComm = KernelTypes.SizeOfField(in task.Value.comm);
        s_answers.HasLoss = KernelTypes.HasValue(States.TCP_CA_Loss) ? 1 : 0;
        s_answers.HasNoSuchValue = KernelTypes.HasValue(States.TCP_CA_NoSuchValue) ? 1 : 0;
        s_answers.Loss = (int)KernelTypes.ValueOf(States.TCP_CA_Loss);
        if (KernelTypes.HasField(in task.Value.no_such_field)) s_answers.Loss = task.Value.no_such_field;
        s_answers.Executed = task.Value.in_execve;
        s_answers.ResetsOnFork = task.Value.sched_reset_on_fork;
        s_answers.Process = task.Value.tgid;
    }

    internal struct Answers
    {
        public int HasTask, HasNothing, HasPid, HasRuntime, HasNoSuchField, SizeOfTask, SizeOfComm, HasLoss, HasNoSuchValue, Loss, Process;
        public uint ResetsOnFork, Executed;
    }

    [KernelType("task_struct")]
    internal struct Task
    {
        public int pid;
        [BitField] public int tgid; // none: reads the same
        public Comm comm;
        public SchedEntity se;
        public int no_such_field;
        [BitField] public uint in_execve;
        [BitField] public uint sched_reset_on_fork;
    }

    [KernelType("sched_entity")]
    internal struct SchedEntity
    {
        public ulong vruntime;
    }

    [KernelType("no_such_struct")]
    internal struct Nothing
    {
        public int value;
    }

    // Loss is 4 in the kernel.
    [KernelType("tcp_ca_state")]
    internal enum States
    {
        TCP_CA_Loss = 17,
        TCP_CA_NoSuchValue = 3,
    }
}
