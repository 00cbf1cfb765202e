using System.Text.Json;
using Waggle.Vm.Packets.Captures;

namespace Waggle.Cli.Tests;

/// <summary>The command <c>run</c> on capture files.</summary>
public sealed class TrafficTests : IDisposable
{
    // Returns the packet's first byte; of packets that it sends back (3) it changes the second.
    private const string Decide = """
        r2 = *(u32 *)(r1 +0)
        r3 = *(u32 *)(r1 +4)
        r4 = r2
        r4 += 14
        r0 = 0
        if r4 > r3 goto end
        r0 = *(u8 *)(r2 +0)
        if r0 != 3 goto end
        *(u8 *)(r2 +1) = 99
        end:
        exit
        """;

    private static readonly (byte Action, int Length, long Time)[] s_packets = [(1, 60, 1_000_000_007), (2, 70, 2), (3, 80, 3), (2, 90, 4), (0, 100, 5)];

    private readonly string _folder = Directory.CreateTempSubdirectory("waggle-traffic-").FullName;

    [Theory]
    [InlineData("vm", "in.pcap", "out.pcapng")]
    [InlineData("interpreter", "in.pcapng", "out.pcap")]
    public void Run_Capture_CountsVerdictsAndWritesWhatIsNotDropped(string engine, string input, string output)
    {
        string program = Assemble("xdp", Decide), capture = WriteCapture(input), written = Path.Combine(_folder, output);

        CommandLine.Result text = CommandLine.Run("run", program, "--pcap", capture, "--out", written, "--engine", engine);
        CommandLine.Result json = CommandLine.Run("run", program, "--pcap", capture, "--engine", engine, "--output", "json");

        Assert.Equal((0, ""), (text.ExitCode, text.Error));
        Assert.StartsWith($"prog on {capture}: 5 packets, 400 B, average time of a run: ", text.OutputLines[0], StringComparison.Ordinal);
        Assert.Equal(
            [
                "VERDICT   PACKETS  BYTES  RETURNED",
                "pass            2    160  XDP_PASS",
                "drop            1     60  XDP_DROP",
                "transmit        1     80  XDP_TX",
                "abort           1    100  XDP_ABORTED",
                $"Wrote 3 packets, 240 B to {written}, 1 of them changed.",
            ], text.OutputLines[1..]);
        JsonElement result = JsonDocument.Parse(json.Output).RootElement;
        Assert.Equal(("prog", engine, 5, 400, 3, 240, 1, 0), (
            result.GetProperty("program").GetString(), result.GetProperty("engine").GetString(), result.GetProperty("packets_in").GetInt64(), result.GetProperty("bytes_in").GetInt64(),
            result.GetProperty("packets_out").GetInt64(), result.GetProperty("bytes_out").GetInt64(), result.GetProperty("packets_changed").GetInt64(), result.GetProperty("faults").GetInt64()));
        Assert.Equal(["pass 2 XDP_PASS", "drop 1 XDP_DROP", "transmit 1 XDP_TX", "abort 1 XDP_ABORTED"], result.GetProperty("verdicts").EnumerateArray()
            .Select(v => $"{v.GetProperty("verdict").GetString()} {v.GetProperty("packets").GetInt64()} {v.GetProperty("retval_name").GetString()}"));

        using CaptureReader reader = CaptureReader.Open(written);
        List<(int, byte, byte, long)> left = [];
        List<CapturedVerdict?> notes = [];
        while (reader.TryRead(out CapturedPacket packet, TestContext.Current.CancellationToken))
        {
            left.Add((packet.Data.Length, packet.Data[0], packet.Data[1], packet.Timestamp));
            notes.Add(packet.Verdict);
        }

        Assert.Equal([(70, 2, 7, 2), (80, 3, 99, 3), (90, 2, 7, 4)], left);
        Assert.Equal(output == "out.pcapng" ? [new(VerdictSource.Xdp, 2), new(VerdictSource.Xdp, 3), new(VerdictSource.Xdp, 2)] : [null, null, null], notes);
    }

    [Fact]
    public void Run_CaptureWithCount_EndsThere() =>
        Assert.StartsWith($"prog on {WriteCapture("in.pcap")}: 2 packets, 130 B,", CommandLine.Run("run", Assemble("xdp", Decide), "--pcap", WriteCapture("in.pcap"), "--count", "2").Output, StringComparison.Ordinal);

    [Fact]
    public void Run_DamagedCapture_TellsWhatCameBeforeAndWhere()
    {
        string capture = WriteCapture("in.pcap");
        File.WriteAllBytes(capture, File.ReadAllBytes(capture)[..^1]);

        CommandLine.Result result = CommandLine.Run("run", Assemble("xdp", Decide), "--pcap", capture);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(": 4 packets, 300 B,", result.Output, StringComparison.Ordinal);
        Assert.Contains($"{capture}: The capture is damaged at byte {24 + 4 * 16 + 300}: it ends inside a packet", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ProgramThatFaults_SaysWhereAndReturns1()
    {
        CommandLine.Result result = CommandLine.Run("run", Assemble("tc", "r2 = *(u32 *)(r1 +76)\nr0 = *(u8 *)(r2 +75)\nr0 = 0\nexit"), "--pcap", WriteCapture("in.pcap"), "--checked");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("\nabort          2    130", result.Output, StringComparison.Ordinal);
        Assert.Contains("2 runs broke a rule, first: Program 'prog', instruction 1: ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_EmptyCapture_SaysSo()
    {
        string capture = Path.Combine(_folder, "empty.pcapng");
        CaptureWriter.Create(capture).Dispose();

        CommandLine.Result result = CommandLine.Run("run", Assemble("xdp", Decide), "--pcap", capture);

        Assert.Equal((0, $"prog on {capture}: 0 packets, 0 B, average time of a run: 0 ns\n"), (result.ExitCode, result.Output));
    }

    [Theory]
    [InlineData("xdp", 2, "exclude each other", "--interface", "lo")]
    [InlineData("xdp", 2, "--repeat does not go with --pcap", "--repeat", "3")]
    [InlineData("xdp", 2, "--ctx does not go with --pcap", "--ctx", "x")]
    [InlineData("xdp", 2, "--count takes a number", "--count", "0")]
    [InlineData("raw_tp/x", 2, "decides about no packets")]
    [InlineData("socket", 2, "Leave out --engine kernel", "--engine", "vm-or-kernel")]
    public void Run_OptionsThatDoNotFit_SayWhy(string section, int exitCode, string message, params string[] more)
    {
        if (section == "socket") Assert.SkipUnless(Environment.IsPrivilegedProcess && OperatingSystem.IsLinux(), "needs root");
        string[] words = [.. more.Select(w => w == "vm-or-kernel" ? "kernel" : w)];

        CommandLine.Result result = CommandLine.Run(["run", Assemble(section, "r0 = 0\nexit"), "--pcap", WriteCapture("in.pcap"), .. words]);

        Assert.Equal((exitCode, ""), (result.ExitCode, result.Output));
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OutWithoutPackets_IsRefused()
    {
        CommandLine.Result result = CommandLine.Run("run", Assemble("xdp", Decide), "--out", Path.Combine(_folder, "out.pcap"));

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--out needs --pcap or --interface", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OutOverTheInput_LeavesItAlone()
    {
        string capture = WriteCapture("in.pcap");
        byte[] before = File.ReadAllBytes(capture);

        Assert.Equal(2, CommandLine.Run("run", Assemble("xdp", Decide), "--pcap", capture, "--out", capture).ExitCode);
        Assert.Equal(before, File.ReadAllBytes(capture));
    }

    [Fact]
    public void Run_FileThatIsNoCapture_SaysSo()
    {
        string file = Path.Combine(_folder, "no.pcap");
        File.WriteAllText(file, "certainly not");

        CommandLine.Result result = CommandLine.Run("run", Assemble("xdp", Decide), "--pcap", file);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("neither as pcap nor as pcapng does", result.Error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string WriteCapture(string name)
    {
        string file = Path.Combine(_folder, name);
        using CaptureWriter writer = CaptureWriter.Create(file);
        foreach ((byte action, int length, long time) in s_packets) writer.Write(new CapturedPacket([action, 7, .. new byte[length - 2]]) { Timestamp = time });
        return file;
    }

    private string Assemble(string section, string text) => CommandLine.Assemble(_folder, section, text);
}
