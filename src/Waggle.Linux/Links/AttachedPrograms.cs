using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Machine;

namespace Waggle.Linux.Links;

/// <summary>What is attached to a hook, in the order in which it runs (<c>BPF_PROG_QUERY</c>).</summary>
/// <param name="Revision">Grows with each change, for <see cref="AttachOrder.ExpectedRevision"/>; 0 where the kernel counts none
/// (cgroups before Linux 6.17).</param>
/// <param name="Programs">The programs.</param>
public sealed record AttachedPrograms(ulong Revision, IReadOnlyList<AttachedProgram> Programs)
{
    private const int MostPrograms = 64; // BPF_MPROG_MAX; cgroups have the same limit

    /// <summary>Reads what is attached to an interface's traffic control (Linux 6.6).</summary>
    /// <exception cref="BpfException">There is no such interface, or the kernel is older.</exception>
    public static AttachedPrograms ReadTcx(int interfaceIndex, TcxDirection direction) =>
        Read(interfaceIndex, TcxLink.AttachTypeOf(direction), $"interface {interfaceIndex}", knowsLinks: true);

    /// <summary>Reads what is attached to a netkit pair (Linux 6.7).</summary>
    /// <exception cref="BpfException">There is no such interface, or it is no primary one.</exception>
    public static AttachedPrograms ReadNetkit(int interfaceIndex, NetkitSide side) =>
        Read(interfaceIndex, NetkitLink.AttachTypeOf(side), $"interface {interfaceIndex}", knowsLinks: true);

    /// <summary>Reads what is attached to a cgroup itself (Linux 4.15), without what it inherits.</summary>
    /// <exception cref="BpfException">That is no cgroup v2.</exception>
    public static AttachedPrograms ReadCgroup(string path, CgroupHook hook)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using SafeDescriptor cgroup = KernelFile.TryOpen(path) ?? throw KernelError.Other("read what is attached", path, Libc.LastError, Capability.NetAdmin);
        using SafeDescriptor.Lease lease = cgroup.Use();
        return Read(lease.Number, (BpfAttachType)hook, path, knowsLinks: false);
    }

    private static unsafe AttachedPrograms Read(int target, BpfAttachType attachType, string what, bool knowsLinks)
    {
        uint* programs = stackalloc uint[MostPrograms];
        uint* links = stackalloc uint[MostPrograms];
        new Span<uint>(links, MostPrograms).Clear();
        var attr = new ProgramQueryAttr
        {
            target_fd = target,
            attach_type = attachType,
            prog_ids = (ulong)programs,
            prog_cnt = MostPrograms,
            link_ids = knowsLinks ? (ulong)links : 0,
        };
        if (BpfCall.Invoke(BpfCommand.BPF_PROG_QUERY, ref attr) < 0)
            throw KernelError.Other("read what is attached", what, Libc.LastError, Capability.NetAdmin);
        var attached = new AttachedProgram[Math.Min(attr.prog_cnt, MostPrograms)];
        for (int i = 0; i < attached.Length; i++) attached[i] = new AttachedProgram(programs[i], links[i]);
        return new AttachedPrograms(attr.revision, attached);
    }
}
