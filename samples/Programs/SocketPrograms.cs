using Waggle.CSharp;

namespace Samples.Programs;

/// <summary>Sends connections to one address elsewhere.</summary>
[BpfProgram]
public static class ConnectRewrite
{
    private static readonly HashMap<IPv4Address, IPv4Address> s_instead = new();

    [CgroupAddress(AddressOperation.Connect4)]
    private static CgroupVerdict OnConnect(ref SocketAddress address)
    {
        if (s_instead.TryGet(address.IPv4, out IPv4Address other)) address.IPv4 = other;
        return CgroupVerdict.Allow;
    }

    [CgroupAddress(AddressOperation.Bind4)]
    private static CgroupVerdict OnBind(ref SocketAddress address) => address.Port == 22 ? CgroupVerdict.Deny : CgroupVerdict.Allow;

    [CgroupAddress(AddressOperation.Send4)]
    private static CgroupVerdict OnSend(ref SocketAddress address) => address.Port == 53 ? CgroupVerdict.Allow : CgroupVerdict.Deny;
}

/// <summary>Decides what processes of a cgroup may do.</summary>
[BpfProgram]
public static class CgroupRules
{
    private static readonly CgroupLocalStorage<ulong> s_seen = new();
    private static readonly PerCpuCgroupLocalStorage<ulong> s_seenPerCpu = new();

    [CgroupSocket(SocketMoment.Create)]
    private static CgroupVerdict OnSocket(ref SocketContext socket)
    {
        socket.Mark = 1;
        s_seen.Value++;
        s_seenPerCpu.Value++;
        return socket.Type == 3 ? CgroupVerdict.Deny : CgroupVerdict.Allow;
    }

    [CgroupSocket(SocketMoment.Bound4)]
    private static CgroupVerdict OnBound(ref SocketContext socket) => socket.LocalPort < 1024 ? CgroupVerdict.Deny : CgroupVerdict.Allow;

    [CgroupDevice]
    private static CgroupVerdict OnDevice(ref readonly DeviceContext device) =>
        device.Kind == DeviceKind.Block && (device.Access & DeviceAccess.Write) != 0 ? CgroupVerdict.Deny : CgroupVerdict.Allow;

    [CgroupSysctl]
    private static CgroupVerdict OnSysctl(ref SysctlContext access) => access.IsWrite ? CgroupVerdict.Deny : CgroupVerdict.Allow;

    [CgroupSocketOption(OptionAccess.Set)]
    private static CgroupVerdict OnSetOption(ref SocketOption option)
    {
        option.Length = 0;
        return option.Level == 1 ? CgroupVerdict.Allow : CgroupVerdict.Deny;
    }

    [CgroupSocketOption(OptionAccess.Get)]
    private static CgroupVerdict OnGetOption(ref SocketOption option) => option.Name == 2 ? CgroupVerdict.Deny : CgroupVerdict.Allow;
}

/// <summary>Watches TCP connections of a cgroup, and joins sockets.</summary>
[BpfProgram]
public static class TcpLife
{
    private static readonly HashCounter<uint> s_moments = new();
    private static readonly SocketMap s_sockets = new();
    private static readonly SocketHash<uint> s_byPort = new();
    private static readonly ReuseportMap s_group = new();

    [SocketOperations]
    private static CgroupVerdict OnTcp(ref TcpContext tcp)
    {
        uint moment = (uint)tcp.Operation;
        s_moments.Increment(moment);
        if (tcp.Operation == TcpMoment.Connected) s_byPort.Add(tcp.LocalPort);
        return CgroupVerdict.Allow;
    }

    [SocketMessage]
    private static SocketVerdict OnMessage(ref MessageContext message) => s_byPort.RedirectMessage(message.LocalPort, toReceiver: true);

    [SocketStream(StreamRole.Verdict)]
    private static SocketVerdict OnData(ref SocketBuffer data) => s_sockets.RedirectStream(0);

    [SocketStream(StreamRole.Parser)]
    private static int Parse(ref SocketBuffer data) => (int)data.Length;

    [SocketLookup]
    private static SocketVerdict OnLookup(ref LookupContext lookup)
    {
        if (lookup.LocalPort == 7) s_sockets.TryAssign(0);
        return SocketVerdict.Pass;
    }

    [Reuseport]
    private static SocketVerdict OnReuse(ref ReuseportContext packet) =>
        s_group.TrySelect(packet.Hash & 3) ? SocketVerdict.Pass : SocketVerdict.Drop;
}
