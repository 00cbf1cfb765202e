namespace Waggle.CSharp;

/// <summary>A task, <c>struct task_struct</c>: the fields that most programs want. Declare your own for others.</summary>
[KernelType("task_struct")]
public struct TaskStruct
{
#pragma warning disable CS0649, CA1051, IDE1006, CS1591 // the kernel's fields, the kernel's names
    public int pid;
    public int tgid;
    public KernelPointer<TaskStruct> real_parent;
    public KernelPointer<TaskStruct> group_leader;
    public ulong start_time;
    public int exit_code;
#pragma warning restore CS0649, CA1051, IDE1006, CS1591
}
