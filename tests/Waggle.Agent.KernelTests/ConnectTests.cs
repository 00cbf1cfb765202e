using System.Net;
using System.Net.Sockets;
using Waggle.Agent.Sensors;
using Waggle.Agent.Signals;

namespace Waggle.Agent.KernelTests;

public class ConnectTests
{
    private const int Connections = 50;

    [Theory]
    [InlineData("127.0.0.1", 4)]
    [InlineData("::1", 6)]
    public void Connect_ToAListenerOfTheTest_HasItsPorts(string address, int version)
    {
        KernelAccess.Require();
        if (version == 6 && !Socket.OSSupportsIPv6) Assert.Skip("no IPv6 here");
        using TcpListener listener = new(IPAddress.Parse(address), 0);
        listener.Start();
        IPEndPoint there = (IPEndPoint)listener.LocalEndpoint;
        List<int> ports = [];

        List<ConnectSignal> signals = Recording.OfThisProcess(new ConnectSensor(), _ =>
        {
            for (int i = 0; i < Connections; i++)
            {
                using Socket client = new(there.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                client.Connect(there);
                ports.Add(((IPEndPoint)client.LocalEndPoint!).Port);
                using Socket server = listener.AcceptSocket();
            }
        });

        ConnectSignal[] own = [.. signals.Where(s => s.Dport == there.Port)];
        Assert.Equal(ports, own.Select(s => s.Sport));
        Assert.All(own, s => Assert.Equal(
            (Environment.ProcessId, 0, version, address, address), (s.Pid, s.Ret, s.Ip, s.Saddr, s.Daddr)));
        Assert.All(own, s => Assert.InRange(s.LatencyNs, 1UL, 10_000_000_000UL));
    }

    [Fact]
    public void Connect_ToAPortWhereNobodyListens_HasTheErrno()
    {
        KernelAccess.Require();
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        IPEndPoint there = (IPEndPoint)listener.LocalEndpoint;
        listener.Stop();

        List<ConnectSignal> signals = Recording.OfThisProcess(new ConnectSensor(), _ =>
        {
            using Socket client = new(there.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            Assert.Throws<SocketException>(() => client.Connect(there));
        });

        ConnectSignal signal = Assert.Single(signals, s => s.Dport == there.Port);
        Assert.Equal(-111, signal.Ret); // ECONNREFUSED
    }

    [Fact]
    public void Tcp_ConnectionWithTraffic_HasBytesBothWays()
    {
        KernelAccess.Require();
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        IPEndPoint there = (IPEndPoint)listener.LocalEndpoint;
        int port = 0;

        List<TcpSignal> signals = Recording.OfThisProcess(new TcpSensor(), _ =>
        {
            using Socket client = new(there.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            client.Connect(there);
            port = ((IPEndPoint)client.LocalEndPoint!).Port;
            using Socket server = listener.AcceptSocket();
            client.Send(new byte[1_000]);
            ReceiveAll(server, 1_000);
            server.Send(new byte[70_000]);
            ReceiveAll(client, 70_000);
            client.Close();
            Assert.Equal(0, server.Receive(new byte[1])); // the client's end has arrived
            server.Close();
        });

        Assert.Equal(["connected", "closed"], signals.Where(s => s.Sport == port).Select(s => s.Event));
        TcpSignal closed = signals.Single(s => s.Event == "closed" && s.Sport == port);
        Assert.Equal((70_000UL, 1_000UL), (closed.ReceivedBytes, closed.SentBytes));
        Assert.Equal(Environment.ProcessId, closed.Pid);
    }

    private static void ReceiveAll(Socket socket, int count)
    {
        byte[] buffer = new byte[16_384];
        while (count > 0) count -= socket.Receive(buffer);
    }
}
