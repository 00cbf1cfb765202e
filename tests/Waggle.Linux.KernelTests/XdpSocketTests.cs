using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Linux.Links;
using Waggle.Linux.Maps;

namespace Waggle.Linux.KernelTests;

/// <summary>Frames that an XDP program redirects to an AF_XDP socket, past the network stack.</summary>
public class XdpSocketTests
{
    private const int Pass = 2;           // XDP_PASS
    private const int PayloadAt = 42;     // Ethernet, IPv4, UDP
    private const short QueueOffset = 16; // xdp_md.rx_queue_index

    [Theory]
    [InlineData(XdpMode.Generic)]
    [InlineData(XdpMode.Driver)]
    public void SocketArray_AfXdpSocket_ReceivesWhatIsRedirectedToIt(XdpMode mode) => TestNetwork.Run(network =>
    {
        ProgramSpec redirect = new Code()
            .Add(Instruction.Load(MemorySize.Word, Register.R2, Register.R1, QueueOffset))
            .LoadMap(Register.R1, "sockets")
            .Add(Instruction.Move(Register.R3, Pass), Instruction.CallHelper(51), Instruction.Exit) // bpf_redirect_map
            .Build("redirect", "xdp", ProgramType.Xdp, 37);
        MapSpec map = new("sockets", MapType.XskMap) { KeySizeInBytes = 4, ValueSizeInBytes = 4, MaxEntries = 4 };
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(new BpfObject { Programs = [redirect], Maps = [map] });
        using XdpLink link = loaded.Programs["redirect"].AttachXdp(network.Far, mode);
        SocketArray sockets = new(loaded.Maps["sockets"]);
        using var socket = new XdpSocket(network.Far, queue: 0);

        TestNetwork.SendAcross(2); // not in the map yet: to the stack
        sockets.Set(0, socket.Handle);
        TestNetwork.SendAcross(3);

        SpinWait.SpinUntil(() => socket.Count >= 3, TimeSpan.FromMinutes(1));
        Assert.Equal(3, socket.Count);
        for (int i = 0; i < socket.Count; i++) Assert.Equal("x"u8, socket.Frame(i)[PayloadAt..(PayloadAt + 1)]);
        Assert.True(sockets.Remove(0));
        TestNetwork.SendAcross(1);
        Assert.Equal(3, socket.Count);
    });
}
