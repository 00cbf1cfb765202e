using System.Buffers.Binary;
using System.Diagnostics;
using Waggle.Linux.KernelTests;
using Waggle.Vm.Packets.Captures;

namespace Waggle.Samples.Tests;

/// <summary>samples/PacketFilter on captures that the tests make.</summary>
public sealed class PacketFilterTests : IDisposable
{
    private const byte Tcp = 6, Udp = 17;

    private readonly string _folder = Directory.CreateTempSubdirectory("waggle-filter-").FullName;

    [Fact]
    public void Filter_KnownPackets_PassesThoseOfThePort()
    {
        byte[][] packets =
        [
            Packet(4, Udp, 40000, 53), Packet(4, Udp, 53, 40000), Packet(6, Udp, 40001, 53), Packet(4, Udp, 40000, 5353), Packet(4, Tcp, 40000, 53),
            Packet(6, Tcp, 53, 40000), Packet(4, Udp, 40000, 53, fragment: 100), Packet(4, Udp, 53, 40000)[..36], [.. Packet(4, Udp, 1, 53).AsSpan(0, 12), 8, 6, .. new byte[30]],
        ];

        (string output, List<byte[]> passed) = Run(Write("in.pcapng", packets), "53");

        Assert.Equal("3 of 9 packets passed\n       2 with port 40000\n       1 with port 40001\n", output);
        Assert.Equal(packets[..3], passed);
    }

    [Fact]
    public void Filter_RandomPackets_PassesWhatTcpdumpPasses()
    {
        const int Count = 5000;
        Random random = new(7);
        byte[][] packets = [.. Enumerable.Range(0, Count).Select(_ => Mixed(random))];
        string capture = Write("in.pcap", packets), expected = Path.Combine(_folder, "expected.pcap");
        Tcpdump("-r", capture, "-w", expected, "udp port 853");

        (string output, List<byte[]> passed) = Run(capture, "853");

        List<byte[]> wanted = Read(expected);
        Assert.InRange(wanted.Count, 100, Count - 100);
        Assert.Equal(wanted.Select(Convert.ToHexString), passed.Select(Convert.ToHexString));
        Assert.StartsWith($"{wanted.Count} of {Count} packets passed\n", output, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private (string Output, List<byte[]> Passed) Run(string capture, string port)
    {
        string program = Path.Combine(_folder, "filter.bpf.o"), target = Path.Combine(_folder, "out.pcapng");
        File.WriteAllBytes(program, Clang.Compile(Path.Combine(RunningSample.Sources(), "PacketFilter", "filter.bpf.c")));
        return (Execute("dotnet", "exec", Path.Combine(AppContext.BaseDirectory, "PacketFilter.dll"), program, capture, target, port), Read(target));
    }

    private static void Tcpdump(params string[] arguments)
    {
        if (!File.Exists("/usr/bin/tcpdump") && !File.Exists("/usr/sbin/tcpdump")) Assert.Skip("tcpdump is not installed");
        Execute(File.Exists("/usr/bin/tcpdump") ? "/usr/bin/tcpdump" : "/usr/sbin/tcpdump", arguments);
    }

    private static string Execute(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{command}: {output}{errors.Result}");
        return output;
    }

    private string Write(string name, byte[][] packets)
    {
        string file = Path.Combine(_folder, name);
        using CaptureWriter writer = CaptureWriter.Create(file);
        for (int i = 0; i < packets.Length; i++) writer.Write(new CapturedPacket(packets[i]) { Timestamp = i * 1_000L });
        return file;
    }

    private static List<byte[]> Read(string file)
    {
        List<byte[]> packets = [];
        using CaptureReader reader = CaptureReader.Open(file);
        while (reader.TryRead(out CapturedPacket packet)) packets.Add(packet.Data.ToArray());
        return packets;
    }

    private static byte[] Mixed(Random random)
    {
        int Port() => random.Next(3) == 0 ? 853 : random.Next(1, 65536);
        byte[] packet = Packet(random.Next(2) == 0 ? 4 : 6, random.Next(4) == 0 ? Tcp : Udp, Port(), Port(), random.Next(8) == 0 ? random.Next(1, 0x2000) : 0, 4 * random.Next(0, 3), random.Next(0, 900));
        if (random.Next(10) == 0) packet[random.Next(15, packet.Length)] ^= (byte)random.Next(256); // not the header's length, which tcpdump trusts
        // Cut off before the ports or behind them: of one that ends between them tcpdump looks at the first alone.
        int length = random.Next(10) > 0 ? packet.Length : random.Next(2) == 0 ? random.Next(14, 34) : random.Next(62, 200);
        return packet[..Math.Min(length, packet.Length)];
    }

    private static byte[] Packet(int version, byte protocol, int from, int to, int fragment = 0, int options = 0, int payload = 20)
    {
        byte[] transport = new byte[(protocol == Tcp ? 20 : 8) + payload];
        BinaryPrimitives.WriteUInt16BigEndian(transport, (ushort)from);
        BinaryPrimitives.WriteUInt16BigEndian(transport.AsSpan(2), (ushort)to);
        byte[] network = version == 4 ? new byte[20 + options] : new byte[40];
        if (version == 4)
        {
            (network[0], network[8], network[9]) = ((byte)(0x40 | network.Length / 4), 64, protocol);
            BinaryPrimitives.WriteUInt16BigEndian(network.AsSpan(2), (ushort)(network.Length + transport.Length));
            BinaryPrimitives.WriteUInt16BigEndian(network.AsSpan(6), (ushort)fragment);
        }
        else
        {
            (network[0], network[6], network[7]) = (0x60, protocol, 64);
            BinaryPrimitives.WriteUInt16BigEndian(network.AsSpan(4), (ushort)transport.Length);
        }

        return [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, .. version == 4 ? (byte[])[0x08, 0x00] : [0x86, 0xDD], .. network, .. transport];
    }
}
