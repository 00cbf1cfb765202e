using Waggle.Bpf.Maps;
using Waggle.CSharp;
using Waggle.Testing.Packets;
using Waggle.Testing.Tests.Programs;

namespace Waggle.Testing.Tests;

/// <summary>What a user's test of a program looks like, in plain C# and in the embedded engine.</summary>
public sealed class FirewallTests
{
    private static readonly IPv4Address s_banned = new(192, 0, 2, 7), s_other = new(192, 0, 2, 8), s_here = new(198, 51, 100, 1);

    [Theory]
    [InlineData(TestEngine.Plain)]
    [InlineData(TestEngine.Vm)]
    public void OnPacket_BannedSender_IsDroppedUntilItsTime(TestEngine engine)
    {
        using var test = BpfTest.Of(engine, typeof(Firewall));
        test.World.Now = 1_000;
        test.Map<IPv4Address, ulong>("bannedUntil")[s_banned] = 2_000;

        TestRun first = test.Run(Firewall.OnPacket, Packet.Udp(s_banned, s_here));
        TestRun other = test.Run(Firewall.OnPacket, Packet.Udp(s_other, s_here));
        test.World.Now = 2_000;
        TestRun late = test.Run(Firewall.OnPacket, Packet.Udp(s_banned, s_here));

        Assert.Equal(XdpAction.Drop, first.As<XdpAction>());
        Assert.Equal(XdpAction.Pass, other.As<XdpAction>());
        Assert.Equal(XdpAction.Pass, late.As<XdpAction>());
        Assert.Equal(1ul, test.Map<IPv4Address, ulong>("dropped")[s_banned]);
        Assert.False(test.Map<IPv4Address, ulong>("bannedUntil").TryGet(s_banned, out _));
        Assert.Equal(3ul, test.PerCpuMap<uint, ulong>("seen").Sum(0u));
        Assert.Equal(
            [(s_banned, XdpAction.Drop), (s_other, XdpAction.Pass), (s_banned, XdpAction.Pass)],
            test.TakeRecords<Firewall.Decision>("decisions").Select(d => (d.Source, d.Action)));
    }

    [Theory]
    [InlineData(TestEngine.Plain)]
    [InlineData(TestEngine.Vm)]
    public void OnPacket_GlobalVariables_AreTheTestsOwn(TestEngine engine)
    {
        byte[] packet = new byte[60]; // no EtherType

        for (int i = 0; i < 2; i++)
        {
            using var strict = BpfTest.Of(engine, typeof(Firewall));
            using var mild = BpfTest.Of(engine, typeof(Firewall));
            strict.Global<byte>("isStrict").Value = 1;

            Assert.Equal(XdpAction.Drop, strict.Run(Firewall.OnPacket, packet).As<XdpAction>());
            Assert.Equal(XdpAction.Pass, mild.Run(Firewall.OnPacket, packet.AsSpan(0, 50)).As<XdpAction>());

            Assert.Equal(60u, strict.Global<uint>("lastLength").Value);
            Assert.Equal(50u, mild.Global<uint>("lastLength").Value);
        }
    }

    [Fact]
    public void OnPacket_CutShort_IsAborted()
    {
        using var test = BpfTest.Of(typeof(Firewall));
        byte[] packet = Packet.Udp(s_other, s_here);

        Assert.All(Enumerable.Range(14, 20), length => Assert.Equal(XdpAction.Aborted, test.Run("OnPacket", packet.AsSpan(0, length)).As<XdpAction>()));

        Assert.Empty(test.TakeRecords<Firewall.Decision>("decisions"));
    }
}
