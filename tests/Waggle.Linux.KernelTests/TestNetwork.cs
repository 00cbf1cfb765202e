using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Waggle.Linux.KernelTests;

/// <summary>A network namespace of one thread, with two interfaces joined as a veth pair. It ends with the thread.</summary>
internal sealed partial class TestNetwork
{
    private const int NewNetwork = 0x40000000; // CLONE_NEWNET

    private TestNetwork()
    {
        Ip("link set lo up");
        Ip("link add near type veth peer name far");
        foreach (string name in new[] { "near", "far" })
        {
            Ip($"link set {name} addrgenmode none"); // no IPv6 address, so no packets but the test's
            Ip($"link set {name} up");
        }
        Ip("addr add 10.99.0.1/24 dev near");
        Ip("neigh add 10.99.0.2 lladdr 02:00:00:00:00:02 dev near");
        (Near, Far) = (IndexOf("near"), IndexOf("far"));
    }

    /// <summary>Number of the interface that the test sends from.</summary>
    public int Near { get; }

    /// <summary>Number of the interface that everything arrives at.</summary>
    public int Far { get; }

    /// <summary>Runs a test on a thread that is alone in a new namespace.</summary>
    public static void Run(Action<TestNetwork> test)
    {
        KernelAccess.RequireEngine();
        if (!File.Exists("/usr/sbin/ip") && !File.Exists("/sbin/ip")) Assert.Skip("ip (iproute2) is not installed");
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                if (Unshare(NewNetwork) != 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
                test(new TestNetwork());
            }
            catch (Exception error)
            {
                failure = ExceptionDispatchInfo.Capture(error); // thrown again where the test runner sees it
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
    }

    /// <summary>Sends datagrams through the pair, to an address that nobody has.</summary>
    public static void SendAcross(int count) => Send("10.99.0.2", count);

    /// <summary>Sends datagrams to this namespace's loopback address, where nobody listens.</summary>
    public static void SendToLoopback(int count) => Send("127.0.0.1", count);

    public static void Send(string address, int count)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        for (int i = 0; i < count; i++) socket.SendTo("x"u8.ToArray(), new IPEndPoint(IPAddress.Parse(address), 9));
    }

    public static int IndexOf(string name)
    {
        uint index = InterfaceIndex(name);
        Assert.NotEqual(0U, index);
        return (int)index;
    }

    // A child process starts in the namespace of the thread that starts it.
    public static void Ip(string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, string.Create(CultureInfo.InvariantCulture, $"ip {arguments}: {errors}"));
    }

    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    private static partial int Unshare(int flags);

    [LibraryImport("libc", EntryPoint = "if_nametoindex", StringMarshalling = StringMarshalling.Utf8)]
    private static partial uint InterfaceIndex(string name);
}
