using System.Diagnostics;
using System.Text.Json;
using Waggle.Linux.KernelTests;
using Waggle.Vm.Packets.Captures;

namespace Waggle.Cli.KernelTests;

/// <summary>The command <c>run</c> on captures in the kernel, and on interfaces that the tests made.</summary>
public sealed class TrafficTests : IDisposable
{
    // By the last byte of the first address: drops, passes, changes and sends back, or puts metadata before the packet and passes.
    private const string Decide = """
        r6 = r1
        r2 = *(u32 *)(r1 +0)
        r3 = *(u32 *)(r1 +4)
        r4 = r2
        r4 += 14
        r0 = 0
        if r4 > r3 goto end
        r0 = *(u8 *)(r2 +5)
        if r0 == 3 goto change
        if r0 != 2 goto end
        r1 = r6
        r2 = -8
        call bpf_xdp_adjust_meta
        r0 = 2
        goto end
        change:
        *(u8 *)(r2 +0) = 98
        r1 = r6
        r2 = 2
        call bpf_xdp_adjust_head
        r0 = 3
        end:
        exit
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("waggle-traffic-").FullName;

    [Theory]
    [InlineData("xdp", Decide)]
    [InlineData("tc", "r0 = *(u32 *)(r1 +0)\nr0 &= 3\nexit")]
    public void Run_CaptureInTheKernel_GivesWhatTheEngineGives(string section, string text)
    {
        KernelAccess.Require();
        string program = Assemble(section, text), capture = Path.Combine(_folder, "in.pcapng");
        Random random = new(1);
        using (CaptureWriter writer = CaptureWriter.Create(capture))
        {
            for (int i = 0; i < 300; i++)
            {
                byte[] packet = new byte[random.Next(60, 1500)];
                random.NextBytes(packet);
                packet[5] = (byte)(i % 4);
                packet[12] = 0x90; // no protocol that test runs look into
                writer.Write(new CapturedPacket(packet) { Timestamp = i });
            }
        }

        (JsonElement kernel, List<string> kernelPackets) = Run("kernel");
        (JsonElement vm, List<string> vmPackets) = Run("vm");

        Assert.NotEmpty(vmPackets);
        Assert.Equal(kernelPackets, vmPackets);
        foreach (string name in (string[])["packets_in", "bytes_in", "packets_out", "bytes_out", "packets_changed", "verdicts"])
            Assert.Equal(kernel.GetProperty(name).ToString(), vm.GetProperty(name).ToString());
        Assert.InRange(vm.GetProperty("verdicts").GetArrayLength(), 3, 4);

        (JsonElement, List<string>) Run(string engine)
        {
            string target = Path.Combine(_folder, $"{engine}.pcapng");
            CommandLine.Result result = CommandLine.Run("run", program, "--pcap", capture, "--out", target, "--engine", engine, "--output", "json");
            Assert.Equal((0, ""), (result.ExitCode, result.Error));
            using CaptureReader reader = CaptureReader.Open(target);
            List<string> packets = [];
            while (reader.TryRead(out CapturedPacket packet)) packets.Add($"{packet.Timestamp} {packet.Verdict} {Convert.ToHexString(packet.Data)}");
            return (Json.Lines(result.Output).Single(), packets);
        }
    }

    [Fact]
    public void Run_PacketThatTheKernelDoesNotTake_SaysWhichOne()
    {
        KernelAccess.Require();
        string capture = Path.Combine(_folder, "in.pcapng");
        using (CaptureWriter writer = CaptureWriter.Create(capture))
        {
            writer.Write(new CapturedPacket(new byte[60]));
            writer.Write(new CapturedPacket(new byte[5]));
        }

        CommandLine.Result result = CommandLine.Run("run", Assemble("xdp", Decide), "--pcap", capture, "--engine", "kernel");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("packet 2, of 5 bytes", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Interface_SeesWhatArrivesAndEndsAfterTheCount()
    {
        string program = Assemble("xdp", Decide), target = Path.Combine(_folder, "out.pcapng");
        CommandLine.Result? result = null;
        TestNetwork.Run(_ =>
        {
            // The command starts in the namespace of this thread, which the test's own packets stay in.
            using Process process = Start("run", program, "--interface", "far", "--count", "5", "--out", target, "--output", "json");
            Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
            Stopwatch limit = Stopwatch.StartNew();
            while (!process.WaitForExit(20) && limit.Elapsed < TimeSpan.FromSeconds(60)) TestNetwork.SendAcross(1); // its neighbour's address ends with 2
            if (!process.HasExited) process.Kill();
            result = new(process.ExitCode, output.Result, error.Result);
        });

        Assert.Equal((0, ""), (result!.ExitCode, result.Error));
        JsonElement report = Json.Lines(result.Output).Single();
        Assert.Equal(("far", 5, 5, 0), (report.GetProperty("source").GetString(), report.GetProperty("packets_in").GetInt32(), report.GetProperty("packets_out").GetInt32(), report.GetProperty("packets_lost").GetInt32()));
        Assert.Equal("XDP_PASS", Assert.Single(report.GetProperty("verdicts").EnumerateArray()).GetProperty("retval_name").GetString());
        using CaptureReader reader = CaptureReader.Open(target);
        int count = 0;
        for (; reader.TryRead(out CapturedPacket packet, TestContext.Current.CancellationToken); count++)
        {
            Assert.Equal("far", packet.Interface.Name);
            Assert.Equal((byte)'x', packet.Data[^1]);
        }

        Assert.Equal(5, count);
    }

    [Theory]
    [InlineData("--duration")]
    [InlineData("signal")]
    public void Run_InterfaceWithoutTraffic_EndsWithTheSummary(string end)
    {
        string program = Assemble("xdp", Decide);
        CommandLine.Result? result = null;
        TestNetwork.Run(_ =>
        {
            using Process process = Start(["run", program, "--interface", "far", .. end == "signal" ? Array.Empty<string>() : [end, "0.2"]]);
            Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
            Stopwatch limit = Stopwatch.StartNew();
            while (end == "signal" && !process.WaitForExit(50) && limit.Elapsed < TimeSpan.FromSeconds(60))
            {
                // Once it listens: the namespace then has a packet socket. Not SIGINT, which a shell has its background jobs ignore.
                if (File.ReadLines("/proc/thread-self/net/packet").Skip(1).Any())
                {
                    Process.Start("kill", ["-TERM", $"{process.Id}"]).WaitForExit();
                    break;
                }
            }

            if (!process.WaitForExit(TimeSpan.FromSeconds(60))) process.Kill();
            process.WaitForExit();
            result = new(process.ExitCode, output.Result, error.Result);
        });

        Assert.Equal((0, "", "prog on far: 0 packets, 0 B, average time of a run: 0 ns\n"), (result!.ExitCode, result.Error, result.Output));
    }

    [Fact]
    public void Run_InterfaceThatIsNotThere_SaysSo()
    {
        KernelAccess.Require();

        CommandLine.Result result = CommandLine.Run("run", Assemble("xdp", Decide), "--interface", "nothing0");

        Assert.Equal((3, ""), (result.ExitCode, result.Output));
        Assert.Contains("no such interface", result.Error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Process Start(params string[] arguments) => Process.Start(
        new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "waggle.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    private string Assemble(string section, string text) => CommandLine.Assemble(_folder, section, text);
}
