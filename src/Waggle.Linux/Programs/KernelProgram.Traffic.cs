using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Links;
using Waggle.Linux.Maps;

namespace Waggle.Linux.Programs;

/// <content>Traffic: XDP, TC, netkit, routes and socket maps.</content>
public sealed unsafe partial class KernelProgram
{
    /// <summary>Attaches it to the packets that arrive at a network interface (as a BPF link Linux 5.9; before, by netlink).</summary>
    /// <param name="interfaceIndex">Number of the interface in the calling thread's network namespace.</param>
    /// <param name="mode">Where it runs.</param>
    /// <exception cref="BpfAttachException">There is no such interface, it is taken, or its driver does not know the mode.</exception>
    public XdpLink AttachXdp(int interfaceIndex, XdpMode mode = XdpMode.Automatic)
    {
        RequireType(ProgramType.Xdp);
        return XdpLink.Attach(Descriptor, Name, interfaceIndex, mode);
    }

    /// <summary>Attaches it to the packets that arrive at a network interface by netlink (Linux 4.8), as programs do that use no BPF links.</summary>
    /// <param name="interfaceIndex">Number of the interface in the calling thread's network namespace.</param>
    /// <param name="mode">Where it runs.</param>
    /// <param name="replaces">The program that is there, attached by netlink, and gives way; null if the interface must have none.</param>
    /// <returns>The attachment. It stays if the process ends without disposing it.</returns>
    /// <exception cref="BpfAttachException">There is no such interface, it is taken, or its driver does not know the mode.</exception>
    public XdpLink AttachXdpByNetlink(int interfaceIndex, XdpMode mode = XdpMode.Automatic, KernelProgram? replaces = null)
    {
        RequireType(ProgramType.Xdp);
        return XdpLink.AttachByNetlink(Descriptor, Name, interfaceIndex, mode, replaces?.Descriptor);
    }

    /// <summary>Attaches it to a network interface's traffic control (Linux 6.6).</summary>
    /// <param name="interfaceIndex">Number of the interface in the calling thread's network namespace.</param>
    /// <param name="direction">Packets that arrive, or that leave.</param>
    /// <param name="order">Its place among other programs; by default the last.</param>
    /// <exception cref="BpfAttachException">There is no such interface or neighbour, or the kernel is older.</exception>
    public TcxLink AttachTcx(int interfaceIndex, TcxDirection direction, AttachOrder? order = null)
    {
        RequireType(ProgramType.SchedCls);
        return TcxLink.Attach(Descriptor, Name, interfaceIndex, direction, order);
    }

    /// <summary>Attaches it as a filter of the queueing discipline clsact, which is added if the interface has none (Linux 4.5): what
    /// <c>tc filter add ... bpf direct-action</c> does.</summary>
    /// <param name="interfaceIndex">Number of the interface in the calling thread's network namespace.</param>
    /// <param name="direction">Packets that arrive, or that leave.</param>
    /// <param name="options">Priority and handle; by default the kernel chooses.</param>
    /// <returns>The attachment. It stays if the process ends without disposing it.</returns>
    /// <exception cref="BpfAttachException">There is no such interface, or priority and handle are taken.</exception>
    /// <exception cref="BpfNotSupportedException">The kernel has no clsact.</exception>
    public TcFilterLink AttachTc(int interfaceIndex, TcxDirection direction, TcOptions? options = null)
    {
        RequireType(ProgramType.SchedCls);
        return TcFilterLink.Attach(Descriptor, Name, interfaceIndex, direction, options ?? new TcOptions());
    }

    /// <summary>Attaches it to a netkit pair (Linux 6.7). It must have been loaded for the side: section netkit/primary or netkit/peer.</summary>
    /// <param name="interfaceIndex">Number of the primary interface in the calling thread's network namespace.</param>
    /// <param name="side">Whose packets it sees.</param>
    /// <param name="order">Its place among other programs; by default the last.</param>
    /// <exception cref="BpfAttachException">There is no such interface, or it is no primary one of a netkit pair.</exception>
    /// <exception cref="BpfNotSupportedException">The kernel has no netkit.</exception>
    public NetkitLink AttachNetkit(int interfaceIndex, NetkitSide side, AttachOrder? order = null)
    {
        RequireType(ProgramType.SchedCls);
        return NetkitLink.Attach(Descriptor, Name, interfaceIndex, side, order);
    }

    /// <summary>Adds a route whose packets a light-weight tunnel program sees (Linux 4.10): lwt_in, lwt_out or lwt_xmit.</summary>
    /// <exception cref="BpfAttachException">There is such a route already, or no such interface.</exception>
    /// <exception cref="BpfNotSupportedException">The kernel has no light-weight tunnels.</exception>
    public RouteLink AttachRoute(RouteOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        RequireType(ProgramType.LwtIn, ProgramType.LwtOut, ProgramType.LwtXmit);
        return RouteLink.Attach(Descriptor, Name, Spec.Type, options);
    }

    /// <summary>Attaches a sk_msg or sk_skb program to a sockmap or sockhash: it sees what the sockets in the map send or receive.</summary>
    /// <exception cref="BpfAttachException">That is no map of sockets, or it has a program of this kind.</exception>
    public SocketMapLink AttachSocketMap(KernelMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        RequireType(ProgramType.SkMsg, ProgramType.SkSkb);
        return SocketMapLink.Attach(Descriptor, Name, map.Descriptor, map.Name, SocketMapHook());
    }

    // A kernel may load these without an attach type, and a program opened from a pin does not tell it.
    private BpfAttachType SocketMapHook()
    {
        if (Spec.Type == ProgramType.SkMsg) return BpfAttachType.BPF_SK_MSG_VERDICT;
        var hook = (BpfAttachType)Spec.ExpectedAttachType;
        return hook is BpfAttachType.BPF_SK_SKB_STREAM_PARSER or BpfAttachType.BPF_SK_SKB_STREAM_VERDICT or BpfAttachType.BPF_SK_SKB_VERDICT
            ? hook
            : throw new BpfNotSupportedException("attach a program", $"program '{Spec}'", Errno.None,
                "Its section does not say which hook: sk_skb/stream_parser, sk_skb/stream_verdict or sk_skb/verdict.");
    }
}
