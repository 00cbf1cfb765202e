namespace Waggle.Probes.Kernel;

using Waggle.CSharp;

/// <summary>A task: the fields of <c>struct task_struct</c> that the built-in programs read.</summary>
[KernelType("task_struct")]
internal struct Task
{
#pragma warning disable CS0649, IDE1006 // the kernel's fields, the kernel's names
    public uint __state;
    public int pid;
    public int tgid;
    public int exit_code;
    public ulong start_time;
    public Comm comm;
    public KernelPointer<Task> real_parent;
    public KernelPointer<Task> group_leader;
    public KernelPointer<Signal> signal;
    public KernelPointer<MemoryMap> mm;
#pragma warning restore CS0649, IDE1006
}
