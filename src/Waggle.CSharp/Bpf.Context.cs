using System.Runtime.CompilerServices;

namespace Waggle.CSharp;

/// <summary>What a program can ask of the kernel.</summary>
/// <remarks>Members run in a BPF program only. Each names the helper behind it; helpers are described in
/// include/uapi/linux/bpf.h.</remarks>
public static partial class Bpf
{
    /// <summary>Process id of the current task as user space counts it: the kernel's tgid, in the initial pid namespace.</summary>
    public static int CurrentProcess => (int)(PidTgid() >> 32);

    /// <summary>Thread id of the current task: the kernel's pid, in the initial pid namespace.</summary>
    public static int CurrentThread => (int)PidTgid();

    /// <summary>Process id in the high 32 bits, thread id in the low: one call where both are wanted.</summary>
    public static ulong CurrentProcessAndThread => PidTgid();

    /// <summary>User id of the current task, in the initial user namespace.</summary>
    public static uint CurrentUser => (uint)UidGid();

    /// <summary>Group id of the current task, in the initial user namespace.</summary>
    public static uint CurrentGroup => (uint)(UidGid() >> 32);

    /// <summary>The current task, its type known to the verifier (<c>bpf_get_current_task_btf</c>, Linux 5.11).</summary>
    public static KernelPointer<TaskStruct> CurrentTask
    {
        [Helper(158, Since = "5.11", IsInvariant = true)]
        get => throw OutsideOfBpf.Call();
    }

    /// <summary>Id of the current task's cgroup in the v2 hierarchy (<c>bpf_get_current_cgroup_id</c>, Linux 4.18).</summary>
    public static ulong CurrentCgroup
    {
        [Helper(80, Since = "4.18", IsInvariant = true)]
        get => throw OutsideOfBpf.Call();
    }

    /// <summary>Number of the CPU that runs the program (<c>bpf_get_smp_processor_id</c>, Linux 4.1).</summary>
    public static uint CurrentCpu
    {
        [Helper(8, Since = "4.1", IsInvariant = true)]
        get => throw OutsideOfBpf.Call();
    }

    /// <summary>Writes the current task's name (<c>bpf_get_current_comm</c>, Linux 4.2).</summary>
    public static void ReadCurrentComm(out Comm comm)
    {
        Unsafe.SkipInit(out comm);
        CurrentComm(ref Unsafe.As<Comm, byte>(ref comm), Comm.Length);
    }

    [Helper(14, Since = "4.2", IsInvariant = true)]
    private static ulong PidTgid() => throw OutsideOfBpf.Call();

    [Helper(15, Since = "4.2", IsInvariant = true)]
    private static ulong UidGid() => throw OutsideOfBpf.Call();

    [Helper(16, Since = "4.2")]
    private static long CurrentComm(ref byte buffer, uint size) => throw OutsideOfBpf.Call();
}
