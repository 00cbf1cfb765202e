using System.Net;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Maps;
using Waggle.Vm;

namespace UnitTest;

/// <summary>Unit tests of the kernel program in firewall.bpf.c: without root, without a kernel, on any system.</summary>
public sealed class FirewallTests : IDisposable
{
    private const uint Aborted = 0, Drop = 1, Pass = 2; // enum xdp_action

    private static readonly IPAddress s_banned = IPAddress.Parse("192.0.2.7"), s_other = IPAddress.Parse("192.0.2.8");

    private readonly TestHost _host = new() { Now = 1_000 };
    private readonly VmEngine _engine;
    private readonly VmObject _firewall;
    private readonly BpfMap<uint, Ban> _bans;

    public FirewallTests()
    {
        _engine = new VmEngine(new VmOptions { Host = _host });
        _firewall = _engine.Load(FirewallObject.Read());
        _bans = _firewall.Map<uint, Ban>("bans");
    }

    public void Dispose()
    {
        _firewall.Dispose();
        _engine.Dispose();
    }

    [Fact]
    public void Firewall_AddressThatIsNotBanned_Passes() => Assert.Equal(Pass, Verdict(Packets.IPv4(s_other)));

    [Fact]
    public void Firewall_BannedAddress_IsDroppedAndCounted()
    {
        _bans[Packets.Key(s_banned)] = new Ban { Until = 2_000 };

        Assert.Equal(Drop, Verdict(Packets.IPv4(s_banned)));
        Assert.Equal(Drop, Verdict(Packets.IPv4(s_banned)));
        Assert.Equal(Pass, Verdict(Packets.IPv4(s_other)));

        Assert.Equal(2ul, _bans[Packets.Key(s_banned)].Dropped);
        Assert.Empty(_host.Printed);
    }

    [Fact]
    public void Firewall_BanThatIsOver_PassesAndIsForgotten()
    {
        _bans[Packets.Key(s_banned)] = new Ban { Until = 2_000, Dropped = 5 };
        _host.Now = 2_000;

        Assert.Equal(Pass, Verdict(Packets.IPv4(s_banned)));

        Assert.False(_bans.TryGet(Packets.Key(s_banned), out _));
        Assert.Equal(["ban of 192.0.2.7 is over: 5 dropped"], _host.Printed);
    }

    [Fact]
    public void Firewall_PacketThatIsNoIPv4_Passes()
    {
        byte[] packet = Packets.IPv4(s_banned);
        packet[12] = 0x86; // IPv6
        packet[13] = 0xDD;
        _bans[Packets.Key(s_banned)] = new Ban { Until = 2_000 };

        Assert.Equal(Pass, Verdict(packet));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(13)]
    [InlineData(33)]
    public void Firewall_PacketCutShort_IsAborted(int length) => Assert.Equal(Aborted, Verdict(Packets.IPv4(s_banned)[..length]));

    private uint Verdict(byte[] packet) => _firewall.Programs["firewall"].Run(new ProgramRun { Packet = packet }).ReturnValue;
}
