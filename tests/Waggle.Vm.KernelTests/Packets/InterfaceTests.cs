using Waggle.Bpf.Errors;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Linux.KernelTests;
using Waggle.Vm.Packets;
using Waggle.Vm.Packets.Captures;
using Waggle.Vm.Packets.Interfaces;

namespace Waggle.Vm.KernelTests.Packets;

/// <summary>Packets of interfaces that the test made, in a network namespace of its own.</summary>
public class InterfaceTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    [Fact]
    public void TryRead_PacketsThatArrive_AreSeenWholeAndInOrder() => TestNetwork.Run(network =>
    {
        using CancellationTokenSource limit = new(s_limit);
        using PacketSocket socket = PacketSocket.Open("far");
        Assert.Equal(("far", network.Far, LinkType.Ethernet), (socket.Interface.Name, socket.Interface.Number, socket.Interface.LinkType));
        long before = Now();

        TestNetwork.SendAcross(5);

        for (int i = 0; i < 5; i++)
        {
            Assert.True(socket.TryRead(out CapturedPacket packet, limit.Token));
            Assert.Equal([2, 0, 0, 0, 0, 2], packet.Data[..6].ToArray()); // the neighbour's address
            Assert.Equal([8, 0, 0x45], packet.Data[12..15].ToArray());
            Assert.Equal((byte)'x', packet.Data[14 + 20 + 8]);
            Assert.Equal((uint)packet.Data.Length, packet.OriginalLength);
            Assert.InRange(packet.Timestamp, before, Now());
        }

        Assert.Equal(0, socket.Lost);
        Assert.False(socket.TryRead(out _, Soon()));
    });

    [Fact]
    public void Write_Packet_ArrivesAtTheOtherEndAndIsNotSeenAtThisOne() => TestNetwork.Run(_ =>
    {
        using CancellationTokenSource limit = new(s_limit);
        using PacketSocket near = PacketSocket.Open("near"), far = PacketSocket.Open("far");
        byte[] sent = Frame(200);

        near.Write(new CapturedPacket(sent));

        Assert.True(far.TryRead(out CapturedPacket packet, limit.Token));
        Assert.Equal(sent, packet.Data);
        Assert.False(near.TryRead(out CapturedPacket _, Soon()));
    });

    [Fact]
    public void TryRead_TaggedPacket_HasItsTag() => TestNetwork.Run(_ =>
    {
        using CancellationTokenSource limit = new(s_limit);
        using PacketSocket near = PacketSocket.Open("near"), far = PacketSocket.Open("far");
        byte[] sent = [.. Frame(60).AsSpan(0, 12), 0x81, 0, 0x60, 42, .. Frame(60).AsSpan(12)];

        near.Write(new CapturedPacket(sent)); // the kernel takes the tag out of what arrives

        Assert.True(far.TryRead(out CapturedPacket packet, limit.Token));
        Assert.Equal(sent, packet.Data);
        Assert.Equal((uint)sent.Length, packet.OriginalLength);
    });

    [Fact]
    public void Hook_BetweenTwoInterfaces_PassesWhatTheProgramPasses() => TestNetwork.Run(_ =>
    {
        using CancellationTokenSource limit = new(s_limit);
        using PacketSocket near = PacketSocket.Open("near"), far = PacketSocket.Open("far");
        using MemoryStream file = new();
        AssembledProgram program = Assembler.Assemble("""
            r0 = 1
            r2 = *(u32 *)(r1 +0)
            r3 = *(u32 *)(r1 +4)
            r4 = r2
            r4 += 20
            if r4 > r3 goto end
            r5 = *(u8 *)(r2 +19)
            r5 &= 1
            r0 += r5
            *(u8 *)(r2 +18) = 77
            end:
            exit
            """);
        using VmEngine engine = new();
        using VmObject loaded = engine.Load(new BpfObject { Programs = [new() { Name = "odd", Section = "xdp", Type = Waggle.Bpf.Catalog.ProgramType.Xdp, Instructions = program.Instructions }] });
        using PacketHook hook = new(loaded.Programs["odd"]);
        const int Count = 10;

        for (byte i = 0; i < Count; i++)
        {
            byte[] frame = Frame(60);
            frame[19] = i;
            near.Write(new CapturedPacket(frame));
        }

        using (CaptureWriter writer = CaptureWriter.Create(file, CaptureFormat.PcapNg, leaveOpen: true))
        {
            for (int i = 0; i < Count && far.TryRead(out CapturedPacket packet, limit.Token); i++)
            {
                PacketVerdict verdict = hook.Run(packet);
                if (verdict.IsForwarded) writer.Write(packet.With(verdict.Packet));
            }
        }

        Assert.Equal((5, 5, 5), (hook.Statistics.Passed.Packets, hook.Statistics.Dropped.Packets, hook.Statistics.Changed));
        file.Position = 0;
        using CaptureReader reader = CaptureReader.Open(file);
        List<(byte, byte, string?)> written = [];
        while (reader.TryRead(out CapturedPacket packet)) written.Add((packet.Data[18], packet.Data[19], packet.Interface.Name));
        Assert.Equal(new byte[] { 1, 3, 5, 7, 9 }.Select(i => ((byte)77, i, (string?)"far")), written);
    });

    [Theory]
    [InlineData(true, LinkType.Ethernet)]
    [InlineData(false, LinkType.RawIP)]
    public void TunnelDevice_WhatTheMachineSends_IsReadAndWhatIsWrittenArrives(bool hasEthernetHeader, LinkType link)
    {
        if (!File.Exists("/dev/net/tun")) Assert.Skip("there is no /dev/net/tun");
        TestNetwork.Run(_ =>
        {
            using CancellationTokenSource limit = new(s_limit);
            using TunnelDevice device = TunnelDevice.Create("waggle%d", hasEthernetHeader);
            Assert.StartsWith("waggle", device.Interface.Name, StringComparison.Ordinal);
            Assert.Equal(link, device.Interface.LinkType);
            TestNetwork.Ip($"link set {device.Interface.Name} addrgenmode none");
            TestNetwork.Ip($"link set {device.Interface.Name} up");
            TestNetwork.Ip($"addr add 10.98.0.1/24 dev {device.Interface.Name}");
            if (hasEthernetHeader) TestNetwork.Ip($"neigh add 10.98.0.2 lladdr 02:00:00:00:00:02 dev {device.Interface.Name}");

            TestNetwork.Send("10.98.0.2", 1);

            int start = hasEthernetHeader ? 14 : 0;
            Assert.True(device.TryRead(out CapturedPacket packet, limit.Token));
            Assert.Equal(0x45, packet.Data[start]);
            Assert.Equal((byte)'x', packet.Data[^1]);

            using PacketSocket socket = PacketSocket.Open(device.Interface.Name!);
            Assert.Equal(link, socket.Interface.LinkType);
            byte[] answer = packet.Data.ToArray();
            device.Write(new CapturedPacket(answer));
            Assert.True(socket.TryRead(out CapturedPacket arrived, limit.Token));
            Assert.Equal(answer, arrived.Data);
        });
    }

    [Fact]
    public void Open_InterfaceThatIsNotThere_SaysSo() => TestNetwork.Run(_ =>
    {
        Assert.Contains("no such interface", Assert.Throws<BpfException>(() => PacketSocket.Open("nothing0")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => TunnelDevice.Create("a-name-that-is-too-long"));
    });

    [Fact]
    public void TryRead_InterfaceThatGoesDown_EndsWithAnError() => TestNetwork.Run(_ =>
    {
        using CancellationTokenSource limit = new(s_limit);
        using PacketSocket socket = PacketSocket.Open("far");
        TestNetwork.Ip("link set far down");

        Assert.Contains("receive from far", Assert.Throws<IOException>(() => socket.TryRead(out CapturedPacket _, limit.Token)).Message, StringComparison.Ordinal);
    });

    [Fact]
    public void ReadAndWrite_WarmSocket_AllocateNothing() => TestNetwork.Run(_ =>
    {
        using CancellationTokenSource limit = new(s_limit);
        using PacketSocket near = PacketSocket.Open("near"), far = PacketSocket.Open("far");
        byte[] frame = Frame(100);
        Pass(10);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Pass(50);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Pass(int count)
        {
            for (int i = 0; i < count; i++)
            {
                near.Write(new CapturedPacket(frame));
                if (!far.TryRead(out CapturedPacket packet, limit.Token) || packet.Data.Length != frame.Length) throw new InvalidOperationException("a packet is missing");
            }
        }
    });

    private static byte[] Frame(int length) => [2, 0, 0, 0, 0, 9, 2, 0, 0, 0, 0, 8, 0x88, 0xB5, .. new byte[length - 14]]; // an EtherType for experiments

    private static long Now() => (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100;

    // Nothing is under way any more: a wait for nothing, that is cancelled before it begins, is not enough to see it.
    private static CancellationToken Soon() => new CancellationTokenSource(TimeSpan.FromMilliseconds(150)).Token;
}
