using System.Net;
using System.Net.Sockets;
using System.Text;
using Samples.Programs;
using Waggle.Compiler;
using Waggle.Linux;
using Waggle.Linux.Links;

namespace Waggle.Programs.KernelTests;

/// <summary>A congestion control written in C#, picked by a connection of this test over loopback.</summary>
public class CountingRenoTests
{
    private const int Tcp = 6, Congestion = 13; // IPPROTO_TCP, TCP_CONGESTION

    [Fact]
    public void Attach_ConnectionThatPicksIt_TransfersAllBytes()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) Assert.Skip("needs root on Linux");
        if (Environment.OSVersion.Version < new Version(6, 4)) Assert.Skip("links of structs of operations came with Linux 6.4");
        using LoadedObject loaded = KernelEngine.Create().Load(BpfCompiler.Compile(typeof(CountingReno)));

        using (StructOpsLink link = loaded.AttachStructOps(nameof(CountingReno)))
        {
            Assert.True(link.IsBpfLink);
            Assert.Equal(1 << 20, Transfer(1 << 20));
        }

        Assert.Throws<SocketException>(() => Transfer(1)); // no longer registered
    }

    private static int Transfer(int bytes)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.SetRawSocketOption(Tcp, Congestion, Encoding.ASCII.GetBytes(CountingReno.Name));
        client.Connect(listener.LocalEndpoint);
        using Socket server = listener.AcceptSocket();
        byte[] sent = new byte[16 << 10], received = new byte[16 << 10];
        int total = 0;
        while (total < bytes)
        {
            int pending = client.Send(sent.AsSpan(0, Math.Min(sent.Length, bytes - total)));
            for (int got; pending > 0; pending -= got) total += got = server.Receive(received.AsSpan(0, pending));
        }

        client.LingerState = new LingerOption(true, 0); // at once: the operations are not in use afterwards
        return total;
    }
}
