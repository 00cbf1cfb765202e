using Waggle.Bpf.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Netlink;

namespace Waggle.Linux.Links;

/// <summary>An interface whose XDP program is set by netlink (<c>IFLA_XDP</c>, Linux 4.8), in the namespace that it was opened in.</summary>
internal sealed class XdpInterface : IDisposable
{
    private readonly NetlinkSocket _socket;
    private readonly int _index;
    private readonly XdpMode _mode;

    private XdpInterface(NetlinkSocket socket, int index, XdpMode mode) => (_socket, _index, _mode) = (socket, index, mode);

    public static XdpInterface Open(int index, XdpMode mode) => new(NetlinkSocket.Open(), index, mode);

    /// <summary>Sets or takes away the program.</summary>
    /// <param name="program">The new one, or null for none.</param>
    /// <param name="expected">The one that must be there (Linux 5.7), or null if none may be there.</param>
    public (Errno Error, string Reason) Set(SafeDescriptor? program, SafeDescriptor? expected)
    {
        using SafeDescriptor.Lease newLease = program is null ? default : program.Use();
        using SafeDescriptor.Lease oldLease = expected is null ? default : expected.Use();
        int newNumber = program is null ? -1 : newLease.Number;
        int oldNumber = expected is null ? -1 : oldLease.Number;
        uint flags = (uint)_mode | (expected is null ? RouteNetlink.XDP_FLAGS_UPDATE_IF_NOEXIST : RouteNetlink.XDP_FLAGS_REPLACE);
        NetlinkAnswer answer = Ask(newNumber, flags, oldNumber);
        // A kernel before 5.7 knows no expected program; there the old one is replaced unseen.
        if (expected is not null && answer.Error is Errno.Invalid or Errno.OutOfRange) answer = Ask(newNumber, (uint)_mode, expected: -1);
        return (answer.Error, answer.Reason);
    }

    public void Dispose() => _socket.Dispose();

    private NetlinkAnswer Ask(int program, uint flags, int expected) =>
        _socket.Ask(new NetlinkMessage(RouteNetlink.RTM_SETLINK, RouteNetlink.NLM_F_REQUEST | RouteNetlink.NLM_F_ACK)
            .Fixed(new InterfaceMessage { ifi_index = _index })
            .Nest(RouteNetlink.IFLA_XDP | RouteNetlink.NLA_F_NESTED, xdp =>
            {
                xdp.Add(RouteNetlink.IFLA_XDP_FD, (uint)program).Add(RouteNetlink.IFLA_XDP_FLAGS, flags);
                if ((flags & RouteNetlink.XDP_FLAGS_REPLACE) != 0) xdp.Add(RouteNetlink.IFLA_XDP_EXPECTED_FD, (uint)expected);
            }));
}
