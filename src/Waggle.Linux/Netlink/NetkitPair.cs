using System.Runtime.InteropServices;
using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;

namespace Waggle.Linux.Netlink;

/// <summary>Creates a netkit pair: two joined interfaces whose programs run where the packet is sent (Linux 6.7).</summary>
internal static class NetkitPair
{
    private const uint LayerTwo = 0; // NETKIT_L2: with Ethernet headers

    /// <summary>Creates the pair in the socket's namespace; both are down.</summary>
    /// <exception cref="BpfNotSupportedException">The kernel has no netkit (CONFIG_NETKIT).</exception>
    public static void Create(NetlinkSocket socket, string primary, string peer)
    {
        NetlinkAnswer answer = socket.Ask(new NetlinkMessage(RouteNetlink.RTM_NEWLINK,
                RouteNetlink.NLM_F_REQUEST | RouteNetlink.NLM_F_ACK | RouteNetlink.NLM_F_CREATE | RouteNetlink.NLM_F_EXCL)
            .Fixed(default(InterfaceMessage))
            .Add(RouteNetlink.IFLA_IFNAME, primary)
            .Nest(RouteNetlink.IFLA_LINKINFO | RouteNetlink.NLA_F_NESTED, link => link
                .Add(RouteNetlink.IFLA_INFO_KIND, "netkit")
                .Nest(RouteNetlink.IFLA_INFO_DATA | RouteNetlink.NLA_F_NESTED, data => data
                    .Add(RouteNetlink.IFLA_NETKIT_MODE, LayerTwo)
                    .Nest(RouteNetlink.IFLA_NETKIT_PEER_INFO | RouteNetlink.NLA_F_NESTED,
                        other => other.Add(RouteNetlink.IFLA_IFNAME, peer),
                        MemoryMarshal.AsBytes(new ReadOnlySpan<InterfaceMessage>(new InterfaceMessage[1]))))));
        if (answer.Error == Errno.None) return;
        const string Operation = "create a netkit pair";
        throw answer.Error == Errno.OperationNotSupported
            ? new BpfNotSupportedException(Operation, $"{primary} and {peer}", answer.Error,
                $"The kernel is older than Linux 6.7 or built without CONFIG_NETKIT. {answer.Reason}".TrimEnd())
            : KernelError.Other(Operation, $"{primary} and {peer}", answer.Error, Machine.Capability.NetAdmin);
    }
}
