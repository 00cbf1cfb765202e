namespace Waggle.Probes.Kernel;

using Waggle.CSharp;

/// <summary>What the threads of a process share, <c>struct signal_struct</c>.</summary>
[KernelType("signal_struct")]
internal struct Signal
{
    /// <summary>Bit of <c>flags</c>: the whole process ends, with <c>group_exit_code</c> (include/linux/sched/signal.h).</summary>
    public const uint GroupExit = 4;

#pragma warning disable CS0649, IDE1006 // the kernel's fields, the kernel's names
    public Atomic live;
    public int group_exit_code;
    public uint flags;
#pragma warning restore CS0649, IDE1006
}
