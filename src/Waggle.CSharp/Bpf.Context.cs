using System.Runtime.CompilerServices;

namespace Waggle.CSharp;

/// <summary>What a program can ask of the kernel.</summary>
/// <remarks>Members run in a BPF program, or as plain C# where a <see cref="BpfHost"/> answers. Each names the helper behind it and the
/// kernel that first had it; helpers are described in include/uapi/linux/bpf.h. "GPL only" means that the object's licence must be
/// compatible with the GPL, as the compiler's default is. Numbers that are negative are negated errno values.</remarks>
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

    /// <summary>The current task, its type known to the verifier (<c>bpf_get_current_task_btf</c>, Linux 5.11). GPL only.</summary>
    public static KernelPointer<TaskStruct> CurrentTask
    {
        [Helper(158, Since = "5.11", IsInvariant = true)]
        get => new(BpfHost.Current.Call(158));
    }

    /// <summary>Address of the current task, for kernels without <see cref="CurrentTask"/>; fields are read by a helper call
    /// (<c>bpf_get_current_task</c>, Linux 4.8). GPL only.</summary>
    public static ulong CurrentTaskAddress
    {
        [Helper(35, Since = "4.8", IsInvariant = true)]
        get => BpfHost.Current.Call(35);
    }

    /// <summary>Id of the current task's cgroup in the v2 hierarchy (<c>bpf_get_current_cgroup_id</c>, Linux 4.18).</summary>
    public static ulong CurrentCgroup
    {
        [Helper(80, Since = "4.18", IsInvariant = true)]
        get => BpfHost.Current.Call(80);
    }

    /// <summary>Number of the CPU that runs the program (<c>bpf_get_smp_processor_id</c>, Linux 4.1).</summary>
    public static uint CurrentCpu
    {
        [Helper(8, Since = "4.1", IsInvariant = true)]
        get => (uint)BpfHost.Current.Call(8);
    }

    /// <summary>Number of the memory node of the CPU that runs the program (<c>bpf_get_numa_node_id</c>, Linux 4.10).</summary>
    public static int CurrentNumaNode
    {
        [Helper(42, Since = "4.10", IsInvariant = true)]
        get => (int)BpfHost.Current.Call(42);
    }

    /// <summary>Writes the current task's name (<c>bpf_get_current_comm</c>, Linux 4.2).</summary>
    public static void ReadCurrentComm(out Comm comm)
    {
        Unsafe.SkipInit(out comm);
        CurrentComm(ref Unsafe.As<Comm, byte>(ref comm), Comm.Length);
    }

    /// <summary>Process and thread id of the current task as a pid namespace counts them (<c>bpf_get_ns_current_pid_tgid</c>, Linux 5.7).</summary>
    /// <param name="device">Device of the namespace's file: <c>st_dev</c> of /proc/self/ns/pid in the kernel's form.</param>
    /// <param name="inode">Inode of that file.</param>
    /// <param name="ids">The ids.</param>
    /// <returns>Whether the current task is in that namespace.</returns>
    public static bool TryGetNamespaceIds(ulong device, ulong inode, out NamespaceIds ids)
    {
        Unsafe.SkipInit(out ids);
        return NamespacePidTgid(device, inode, ref ids, (uint)Unsafe.SizeOf<NamespaceIds>()) == 0;
    }

    /// <summary>Id of the ancestor of the current task's cgroup at a level below the root, which is level 0
    /// (<c>bpf_get_current_ancestor_cgroup_id</c>, Linux 5.7).</summary>
    /// <returns>The id; 0 if there is none so deep.</returns>
    [Helper(123, Since = "5.7", IsInvariant = true)]
    public static ulong CurrentCgroupAncestor(int level) => BpfHost.Current.Call(123, (ulong)level);

    /// <summary>Class id of the current task by the net_cls controller of cgroup v1. For all but traffic control and tunnel programs
    /// (<c>bpf_get_cgroup_classid</c>, Linux 4.3).</summary>
    /// <returns>The id; 0 if there is none.</returns>
    [Helper(17, Since = "4.3")]
    public static uint CurrentClassId() => (uint)BpfHost.Current.Call(17);

    [Helper(14, Since = "4.2", IsInvariant = true)]
    private static ulong PidTgid() => BpfHost.Current.Call(14);

    [Helper(15, Since = "4.2", IsInvariant = true)]
    private static ulong UidGid() => BpfHost.Current.Call(15);

    [Helper(16, Since = "4.2")]
    private static long CurrentComm(ref byte buffer, uint size) => (long)BpfHost.Current.Call(16, BpfHost.Address(in buffer), size);

    [Helper(120, Since = "5.7")]
    private static long NamespacePidTgid(ulong device, ulong inode, ref NamespaceIds ids, uint size) =>
        (long)BpfHost.Current.Call(120, device, inode, BpfHost.Address(in ids), size);
}
