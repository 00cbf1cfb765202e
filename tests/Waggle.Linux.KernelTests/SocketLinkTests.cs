using System.Net;
using System.Net.Sockets;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Links;

namespace Waggle.Linux.KernelTests;

/// <summary>Sockets of the test on the loopback address.</summary>
public class SocketLinkTests
{
    [Fact]
    public void AttachSocket_FilterThatKeepsNothing_DropsDatagramsUntilDisposed()
    {
        using var counter = new Counter(Programs.CountRuns("socket", ProgramType.SocketFilter, verdict: 0));
        using Socket receiver = Bind();

        using (SocketLink link = counter.Program.AttachSocket(receiver.SafeHandle))
        {
            SendTo(receiver, 3);
            Assert.Equal(0, receiver.Available);
            Assert.False(link.IsBpfLink);
            Assert.Throws<BpfNotSupportedException>(() => link.ReadInfo());
        }
        SendTo(receiver, 1);

        Assert.Equal(1, receiver.Receive(new byte[8]));
        Assert.Equal(3UL, counter.Hits);
    }

    [Fact]
    public void AttachSocket_ReuseportGroup_AsksTheProgramForEachDatagramUntilDisposed()
    {
        using var counter = new Counter(Programs.CountRuns("sk_reuseport", ProgramType.SkReuseport, 39, verdict: 1));
        using Socket receiver = Bind(reuseport: true);

        using (counter.Program.AttachSocket(receiver.SafeHandle)) SendTo(receiver, 3);
        SendTo(receiver, 3);

        Assert.Equal(3UL, counter.Hits);
    }

    [Fact]
    public void AttachSocket_ClosedOrUnfitSocket_IsATypedError()
    {
        using var counter = new Counter(Programs.CountRuns("sk_reuseport", ProgramType.SkReuseport, 39, verdict: 1),
            Programs.CountRuns("socket", ProgramType.SocketFilter) with { Name = "filter" });
        using Socket alone = Bind();
        Socket closed = Bind();
        SocketLink link = counter.Programs["filter"].AttachSocket(closed.SafeHandle);
        closed.Dispose();

        link.Dispose();

        Assert.Throws<BpfAttachException>(() => counter.Program.AttachSocket(alone.SafeHandle));
        Assert.Throws<ObjectDisposedException>(() => counter.Program.AttachSocket(closed.SafeHandle));
    }

    private static Socket Bind(bool reuseport = false)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 30_000 };
        if (reuseport) socket.SetRawSocketOption(1, 15, BitConverter.GetBytes(1)); // SOL_SOCKET, SO_REUSEPORT
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private static void SendTo(Socket receiver, int count)
    {
        using var sender = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        for (int i = 0; i < count; i++) sender.SendTo("x"u8.ToArray(), receiver.LocalEndPoint!);
    }
}
