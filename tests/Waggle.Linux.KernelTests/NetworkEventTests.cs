using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Links;
using Waggle.Linux.Machine;

namespace Waggle.Linux.KernelTests;

/// <summary>Network hooks that need a special event, in a network namespace of the test.</summary>
public partial class NetworkEventTests
{
    private const int NetfilterAccept = 1, Pass = 1;

    [Fact]
    public void AttachNetworkNamespace_FlowDissector_RunsForAPacketOfAPacketSocket() => TestNetwork.Run(network =>
    {
        using var counter = new Counter(Programs.CountRuns("flow_dissector", ProgramType.FlowDissector, 17));
        // A packet socket asks the dissector where the transport header of what it sends is.
        byte[] frame = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 0x08, 0x00, .. new byte[46]]; // to, from, IPv4, nothing

        using (counter.Program.AttachNetworkNamespace())
        {
            for (int i = 0; i < 3; i++) SendFrame(network.Near, frame);
        }
        ulong hits = counter.Hits;
        SendFrame(network.Near, frame);

        Assert.True(hits >= 3, $"{hits} runs");
        Assert.Equal(hits, counter.Hits);
    });

    [Fact]
    public void AttachSocket_ReuseportGroupThatLosesAListener_AsksTheProgramWhoTakesItsConnections() => TestNetwork.Run(_ =>
    {
        using var counter = new Counter(Programs.CountRuns("sk_reuseport/migrate", ProgramType.SkReuseport, 40, Pass));
        Socket[] listeners = [Listen(0), Listen(null)];
        int port = ((IPEndPoint)listeners[0].LocalEndPoint!).Port;
        listeners[1].Bind(new IPEndPoint(IPAddress.Loopback, port));
        listeners[1].Listen();
        using SocketLink link = counter.Program.AttachSocket(listeners[0].SafeHandle);
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        client.Connect(IPAddress.Loopback, port);
        ulong chosen = counter.Hits;
        int owner = SpinUntilPending(listeners);
        listeners[owner].Dispose();
        using Socket server = listeners[1 - owner].Accept();

        Assert.Equal(client.LocalEndPoint, server.RemoteEndPoint);
        Assert.True(chosen >= 1 && counter.Hits > chosen, $"{chosen} runs to choose, {counter.Hits - chosen} to migrate");
        listeners[1 - owner].Dispose();
    });

    [Theory]
    [InlineData(false, 3)]
    [InlineData(true, 1)]
    public void AttachNetfilter_FragmentedDatagram_IsSeenInPiecesOrWhole(bool defragment, int expected) => TestNetwork.Run(_ =>
    {
        Counter counter;
        try
        {
            counter = new Counter(Programs.CountRuns("netfilter", ProgramType.Netfilter, 45, NetfilterAccept));
        }
        catch (BpfException error) when (error is BpfNotSupportedException or VerifierException)
        {
            Assert.True(KernelRelease.Number < new Version(6, 4));
            return;
        }
        using (counter)
        {
            TestNetwork.Ip("link set far address 02:00:00:00:00:02");
            NetfilterOptions options = new() { Family = NetfilterFamily.IPv4, Hook = NetfilterHook.PreRouting, Defragment = defragment };
            using NetfilterLink link = counter.Program.AttachNetfilter(options);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

            socket.SendTo(new byte[3000], new IPEndPoint(IPAddress.Parse("10.99.0.2"), 9)); // 1480, 1480 and 48 bytes behind the headers
            counter.WaitFor((ulong)expected);

            Assert.Equal((ulong)expected, counter.Hits);
        }
    });

    private static Socket Listen(int? port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.SetRawSocketOption(1, 15, BitConverter.GetBytes(1)); // SOL_SOCKET, SO_REUSEPORT
        if (port is not { } number) return socket;
        socket.Bind(new IPEndPoint(IPAddress.Loopback, number));
        socket.Listen();
        return socket;
    }

    // Which listener has the connection: the handshake is over when connect(2) returns, but not always the last step.
    private static int SpinUntilPending(Socket[] listeners)
    {
        int found = -1;
        SpinWait.SpinUntil(() => (found = Array.FindIndex(listeners, l => l.Poll(0, SelectMode.SelectRead))) >= 0, TimeSpan.FromMinutes(1));
        Assert.True(found >= 0);
        return found;
    }

    private static unsafe void SendFrame(int interfaceIndex, byte[] frame)
    {
        int descriptor = Interop.Libc.CreateSocket(17, 3, 0); // AF_PACKET, SOCK_RAW, which listens to no protocol
        Assert.True(descriptor >= 0);
        using var socket = new Interop.SafeDescriptor(descriptor);
        // struct sockaddr_ll: family, protocol (IPv4, in network order), interface
        byte* address = stackalloc byte[20];
        new Span<byte>(address, 20).Clear();
        (*(ushort*)address, *(ushort*)(address + 2), *(int*)(address + 4)) = (17, 0x0008, interfaceIndex);
        fixed (byte* bytes = frame) Assert.Equal(frame.Length, SendTo(descriptor, bytes, (nuint)frame.Length, 0, address, 20));
    }

    [LibraryImport("libc", EntryPoint = "sendto", SetLastError = true)]
    private static unsafe partial nint SendTo(int descriptor, void* bytes, nuint length, int flags, void* address, uint addressLength);
}
