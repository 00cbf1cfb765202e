using System.Net;
using System.Net.Sockets;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Netlink;

namespace Waggle.Linux.Links;

/// <summary>A route with a light-weight tunnel program (Linux 4.10): the attachment is the route.</summary>
/// <remarks>Not a BPF link: the route stays if the process ends without disposing it.</remarks>
public sealed class RouteLink : Link
{
    private readonly NetlinkSocket _socket;
    private readonly RouteOptions _route;
    private bool _isDetached;

    private RouteLink(string program, string hook, NetlinkSocket socket, RouteOptions route) : base(program, hook) => (_socket, _route) = (socket, route);

    /// <summary>Adds the route to the main table of the calling thread's network namespace.</summary>
    internal static RouteLink Attach(SafeDescriptor program, string programName, ProgramType type, RouteOptions route)
    {
        if (route.HeadroomInBytes is < 0 or > 256)
            throw new ArgumentOutOfRangeException(nameof(route), route.HeadroomInBytes, "The kernel keeps at most 256 bytes of headroom.");

        string hook = $"{Name(type)} of route {route.Destination} by interface {route.InterfaceIndex}";
        var socket = NetlinkSocket.Open();
        try
        {
            NetlinkAnswer answer = Set(socket, program, programName, type, route, RouteNetlink.NLM_F_EXCL);
            if (answer.Error != Errno.None) throw Fail($"program '{programName}' to {hook}", answer, route);
            return new RouteLink(programName, hook, socket, route);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private protected override void Detach()
    {
        if (Interlocked.Exchange(ref _isDetached, true)) return;
        _socket.Ask(Describe(new NetlinkMessage(RouteNetlink.RTM_DELROUTE, RouteNetlink.NLM_F_REQUEST | RouteNetlink.NLM_F_ACK), _route));
        _socket.Dispose(); // if the request failed, the route or its interface had gone before
    }

    private static NetlinkAnswer Set(
        NetlinkSocket socket, SafeDescriptor program, string programName, ProgramType type, RouteOptions route, ushort mode)
    {
        using SafeDescriptor.Lease lease = program.Use();
        int number = lease.Number;
        return socket.Ask(Describe(new NetlinkMessage(RouteNetlink.RTM_NEWROUTE,
                (ushort)(RouteNetlink.NLM_F_REQUEST | RouteNetlink.NLM_F_ACK | RouteNetlink.NLM_F_CREATE | mode)), route)
            .Add(RouteNetlink.RTA_ENCAP_TYPE, RouteNetlink.LWTUNNEL_ENCAP_BPF)
            .Nest(RouteNetlink.RTA_ENCAP | RouteNetlink.NLA_F_NESTED, encapsulation =>
            {
                encapsulation.Nest((ushort)(HookOf(type) | RouteNetlink.NLA_F_NESTED), where => where
                    .Add(RouteNetlink.LWT_BPF_PROG_FD, (uint)number).Add(RouteNetlink.LWT_BPF_PROG_NAME, programName));
                if (route.HeadroomInBytes > 0) encapsulation.Add(RouteNetlink.LWT_BPF_XMIT_HEADROOM, (uint)route.HeadroomInBytes);
            }));
    }

    private static NetlinkMessage Describe(NetlinkMessage message, RouteOptions route)
    {
        IPAddress address = route.Destination.BaseAddress;
        message.Fixed(new RouteMessage
        {
            rtm_family = (byte)(address.AddressFamily == AddressFamily.InterNetworkV6 ? 10 : 2), // AF_INET6, AF_INET
            rtm_dst_len = (byte)route.Destination.PrefixLength,
            rtm_table = RouteNetlink.RT_TABLE_MAIN,
            rtm_protocol = RouteNetlink.RTPROT_STATIC,
            rtm_scope = route.Gateway is null ? RouteNetlink.RT_SCOPE_LINK : RouteNetlink.RT_SCOPE_UNIVERSE,
            rtm_type = RouteNetlink.RTN_UNICAST,
        });
        message.Add(RouteNetlink.RTA_DST, address.GetAddressBytes()).Add(RouteNetlink.RTA_OIF, (uint)route.InterfaceIndex);
        if (route.Gateway is { } gateway) message.Add(RouteNetlink.RTA_GATEWAY, gateway.GetAddressBytes());
        return message;
    }

    private static ushort HookOf(ProgramType type) => type switch
    {
        ProgramType.LwtIn => RouteNetlink.LWT_BPF_IN,
        ProgramType.LwtOut => RouteNetlink.LWT_BPF_OUT,
        _ => RouteNetlink.LWT_BPF_XMIT,
    };

    private static string Name(ProgramType type) => type switch
    {
        ProgramType.LwtIn => "lwt_in",
        ProgramType.LwtOut => "lwt_out",
        _ => "lwt_xmit",
    };

    private static BpfException Fail(string what, NetlinkAnswer answer, RouteOptions route) => answer.Error switch
    {
        Errno.Exists => KernelError.Attach(what, answer.Error, $"There is a route to {route.Destination} already."),
        Errno.NoDevice => KernelError.Attach(what, answer.Error, $"This network namespace has no interface {route.InterfaceIndex}, or it is down."),
        Errno.OperationNotSupported => new BpfNotSupportedException("attach a program", what, answer.Error,
            $"The kernel is built without light-weight tunnels or BPF ones (CONFIG_LWTUNNEL, CONFIG_LWTUNNEL_BPF). {answer.Reason}".TrimEnd()),
        _ => KernelError.Attach(what, answer.Error, answer.Reason.Length > 0 ? $"The kernel says: {answer.Reason}" : null),
    };
}
