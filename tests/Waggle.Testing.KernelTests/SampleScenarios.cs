using Samples.Programs;
using Waggle.CSharp;
using Waggle.Testing.Packets;

namespace Waggle.Testing.KernelTests;

/// <summary>What to try the sample programs with: for each program what it is given, and which of its maps hold what the kernel alone says.</summary>
internal static class SampleScenarios
{
    private static readonly IPv4Address s_here = new(198, 51, 100, 1), s_there = new(192, 0, 2, 7), s_elsewhere = new(203, 0, 113, 9);

    internal static readonly Scenario[] All =
    [
        // XDP
        new(typeof(DropPort), "OnPacket", test =>
        {
            foreach (byte[] packet in Packets) test.Run("OnPacket", packet);
            test.Global<ushort>("port").Value = 80;
            foreach (byte[] packet in Packets) test.Run("OnPacket", packet);
        }),
        new(typeof(PingAnswer), "OnPacket", test => RunAll(test, "OnPacket")),
        new(typeof(Redirections), "ToDeviceByKey", test => RunAll(test, "ToDeviceByKey")),
        new(typeof(Redirections), "ToDevice", test => RunAll(test, "ToDevice")),
        new(typeof(Redirections), "ToCpu", test => RunAll(test, "ToCpu")),
        new(typeof(Redirections), "ToSocket", test => RunAll(test, "ToSocket")),
        new(typeof(Redirections), "AtCpu", test => RunAll(test, "AtCpu")),
        new(typeof(Redirections), "AtDevice", test => RunAll(test, "AtDevice")),

        // traffic control
        new(typeof(ProtocolCounts), "OnArrival", test => RunAll(test, "OnArrival")),
        new(typeof(ProtocolCounts), "OnDeparture", test => RunAll(test, "OnDeparture")),
        new(typeof(ProtocolCounts), "OnPacket", test => RunAll(test, "OnPacket")),
        new(typeof(OtherDevices), "OnAction", test => RunAll(test, "OnAction")),
        new(typeof(LockedAccount), "OnPacket", test => RunAll(test, "OnPacket")),
        new(typeof(TablesPerInterface), "OnPacket", test => RunAll(test, "OnPacket")),
        new(typeof(FirstBytes), "OnNetkit", test => RunAll(test, "OnNetkit")),

        // sockets, cgroups, tunnels
        new(typeof(NetworkBan), "OnPacket", test =>
        {
            test.Map<IPv4Prefix, uint>("banned")[new IPv4Prefix(24, s_there)] = 1;
            test.Map<IPv4Prefix, uint>("banned")[new IPv4Prefix(8, new IPv4Address(10, 0, 0, 0))] = 1;
            RunAll(test, "OnPacket");
        }),
        new(typeof(NetworkBan), "OnSend", test => RunAll(test, "OnSend")),
        new(typeof(FirstBytes), "OnPacket", test => RunAll(test, "OnPacket")),
        new(typeof(FirstBytes), "OnTunnelIn", test => RunAll(test, "OnTunnelIn")),
        new(typeof(FirstBytes), "OnTunnelOut", test => RunAll(test, "OnTunnelOut")),
        new(typeof(FirstBytes), "OnTunnelTransmit", test => RunAll(test, "OnTunnelTransmit")),
        new(typeof(FirstBytes), "OnSegment", test => RunAll(test, "OnSegment")),

        // tracing
        new(typeof(SystemCallShape), "OnEnter", test =>
        {
            foreach (ulong number in (ulong[])[0, 39, 39, ulong.MaxValue, 1ul << 40]) test.RunWith("OnEnter", 0, number);
        }),
        new(typeof(SystemCallShape), "OnExit", test =>
        {
            foreach (long result in (long[])[0, -1, 5, -110, long.MinValue]) test.RunWith("OnExit", 0, (ulong)result);
        }),
        new(typeof(CommandLines), "OnExec", test => test.RunWith("OnExec", 0), "lines"), // records of times
        new(typeof(TraceMaps), "OnExit", test => test.RunWith("OnExit"), "recent", "perCpu", "recentPerCpu", "queue", "stack"), // of the process's number
        new(typeof(TypedProbes), "Count", test => test.Run("Count")),
    ];

    internal static IEnumerable<byte[]> Packets =>
    [
        Packet.Tcp(s_there, s_here, destinationPort: 23),
        Packet.Tcp(s_there, s_here, destinationPort: 80, payload: "GET / HTTP/1.0"u8),
        Packet.Tcp(s_there, s_here, destinationPort: 23)[..53],
        Packet.Udp(s_elsewhere, s_here, payload: new byte[300]),
        Packet.Icmp(s_there, s_here, payload: "abcdefgh"u8),
        Packet.Icmp(s_there, s_here, IcmpType.EchoReply),
        Packet.IPv4(s_there, s_here, IpProtocol.Icmp, [])[..34],
        Packet.Ethernet(EtherType.Arp, new byte[28]),
        Packet.Ethernet(EtherType.IPv6, new byte[40]),
        Packet.Udp(s_elsewhere, s_here, payload: new byte[1400]),
    ];

    private static void RunAll(BpfTest test, string program)
    {
        foreach (byte[] packet in Packets) test.Run(program, packet);
    }
}
