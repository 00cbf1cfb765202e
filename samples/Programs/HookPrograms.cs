using Waggle.CSharp;

namespace Samples.Programs;

/// <summary>Probes of many functions at once, and such as see a call and its return.</summary>
[BpfProgram]
public static class ManyProbes
{
    private static readonly HashCounter<ulong> s_counts = new();

    [KretprobeMulti("vfs_read*")]
    private static void OnReadBytes(long result) => s_counts.Increment((ulong)result);

    [KprobeSession("vfs_write*")]
    private static SessionAction OnWriteBytes(ref readonly CpuRegisters registers)
    {
        s_counts.Increment(registers.Argument(2));
        return SessionAction.RunAtReturn;
    }

    [UretprobeMulti("libc.so.6", "str*")]
    private static void OnStringDone(ulong result) => s_counts.Increment(result);

    [WritableRawTracepoint("nbd_send_request")]
    private static void OnRequest() => s_counts.Increment(0);
}

/// <summary>Programs that decide for the kernel: what a function returns, and what tasks of a cgroup may do.</summary>
[BpfProgram]
public static class Decisions
{
    [FmodRet("bpf_modify_return_test")]
    private static int OnModify(int a, ulong b, int result) => a == 1 ? -22 : result;

    [LsmCgroup("socket_bind")]
    private static CgroupVerdict OnBind(KernelPointer<SocketStruct> socket, ulong address, int length) =>
        length > 16 ? CgroupVerdict.Deny : CgroupVerdict.Allow;
}

/// <summary>A kernel socket; its fields do not matter here.</summary>
[KernelType("socket")]
public struct SocketStruct;

/// <summary>The older ways into traffic control, and a decoder of remote controls.</summary>
[BpfProgram]
public static class OtherDevices
{
    [TcAction]
    private static TcAction OnAction(ref SocketBuffer packet)
    {
        packet.Mark = packet.Length;
        return TcAction.Ok;
    }

    [Infrared]
    private static void OnPulse(ref InfraredContext signal)
    {
        if (signal.IsPulse && signal.Duration > 9000) signal.Press(protocol: 9, scanCode: signal.Duration, toggle: 0);
    }
}

/// <summary>Takes the place of <see cref="DropPort"/> while that stays attached: the switch that lets everything through.</summary>
[BpfProgram]
public static class LetThrough
{
    [Extension("OnPacket")]
    private static XdpAction Replace(ref XdpContext packet) => XdpAction.Pass;
}

/// <summary>Every system call with an address that a cgroup's processes can be watched at.</summary>
[BpfProgram]
public static class Addresses
{
    private static readonly HashCounter<uint> s_families = new();

    [CgroupAddress(AddressOperation.Bind6)]
    private static CgroupVerdict OnBind6(ref SocketAddress address) => Count(ref address);

    [CgroupAddress(AddressOperation.Connect6)]
    private static CgroupVerdict OnConnect6(ref SocketAddress address) => Count(ref address);

    [CgroupAddress(AddressOperation.ConnectUnix)]
    private static CgroupVerdict OnConnectUnix(ref SocketAddress address) => Count(ref address);

    [CgroupAddress(AddressOperation.Send6)]
    private static CgroupVerdict OnSend6(ref SocketAddress address) => Count(ref address);

    [CgroupAddress(AddressOperation.SendUnix)]
    private static CgroupVerdict OnSendUnix(ref SocketAddress address) => Count(ref address);

    [CgroupAddress(AddressOperation.Receive4)]
    private static CgroupVerdict OnReceive4(ref SocketAddress address) => Count(ref address);

    [CgroupAddress(AddressOperation.Receive6)]
    private static CgroupVerdict OnReceive6(ref SocketAddress address) => Count(ref address);

    [CgroupAddress(AddressOperation.ReceiveUnix)]
    private static CgroupVerdict OnReceiveUnix(ref SocketAddress address) => Count(ref address);

    [CgroupAddress(AddressOperation.PeerName4)]
    private static CgroupVerdict OnPeerName4(ref SocketAddress address) => Count(ref address);

    [CgroupAddress(AddressOperation.PeerName6)]
    private static CgroupVerdict OnPeerName6(ref SocketAddress address) => Count(ref address);

    [CgroupAddress(AddressOperation.PeerNameUnix)]
    private static CgroupVerdict OnPeerNameUnix(ref SocketAddress address) => Count(ref address);

    [CgroupAddress(AddressOperation.SocketName4)]
    private static CgroupVerdict OnSocketName4(ref SocketAddress address) => Count(ref address);

    [CgroupAddress(AddressOperation.SocketName6)]
    private static CgroupVerdict OnSocketName6(ref SocketAddress address) => Count(ref address);

    [CgroupAddress(AddressOperation.SocketNameUnix)]
    private static CgroupVerdict OnSocketNameUnix(ref SocketAddress address) => Count(ref address);

    private static CgroupVerdict Count(ref SocketAddress address)
    {
        s_families.Increment(address.Family);
        return CgroupVerdict.Allow;
    }
}
