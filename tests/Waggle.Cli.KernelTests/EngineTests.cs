using System.Text.Json;

namespace Waggle.Cli.KernelTests;

/// <summary>The commands <c>exec</c>, <c>run</c> and <c>bench</c>: the embedded engine beside the kernel.</summary>
public sealed class EngineTests : IDisposable
{
    private const string Swap = """
        r2 = *(u32 *)(r1 +0)
        r3 = *(u32 *)(r1 +4)
        r4 = r2
        r4 += 14
        r0 = 1
        if r4 > r3 goto end
        r5 = *(u8 *)(r2 +0)
        r0 = *(u8 *)(r2 +1)
        *(u8 *)(r2 +1) = r5
        *(u8 *)(r2 +0) = r0
        end:
        exit
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("waggle-run-").FullName;

    [Theory]
    [InlineData("18 00 00 00 78 56 34 12 00 00 00 00 f0 de bc 9a 95 00 00 00 00 00 00 00", "", "9abcdef012345678")] // r0 = a constant of 64 bits
    [InlineData("79 10 00 00 00 00 00 00 0f 20 00 00 00 00 00 00 95 00 00 00 00 00 00 00", "01 00 00 00 00 00 00 80", "8000000000000009")] // r0 = *(u64 *)r1; r0 += r2
    public void Exec_InEachEngine_GivesAll64Bits(string program, string memory, string expected)
    {
        KernelAccess.Require();

        foreach (string engine in (string[])["kernel", "vm", "interpreter"])
        {
            CommandLine.Result result = CommandLine.Run(program, ["exec", memory, "--engine", engine]);

            Assert.Equal((0, expected + "\n", ""), (result.ExitCode, result.Output, result.Error));
        }
    }

    [Fact]
    public void Exec_WhatTheVerifierRefuses_SaysWhy()
    {
        KernelAccess.Require();

        CommandLine.Result result = CommandLine.Run("exec", "--engine", "kernel", "11", "--program", "79 10 00 00 00 00 00 00 95 00 00 00 00 00 00 00"); // 8 bytes of one

        Assert.Equal((3, ""), (result.ExitCode, result.Output));
        Assert.Contains("The verifier rejected", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Bench_EveryEngine_AgreesWithTheKernel()
    {
        KernelAccess.Require();
        string source = Path.Combine(_folder, "swap.s"), file = Path.Combine(_folder, "swap.o"), packet = Path.Combine(_folder, "packet");
        File.WriteAllText(source, Swap);
        File.WriteAllBytes(packet, [9, 2, .. new byte[62]]);
        Assert.Equal(0, CommandLine.Run("asm", source, "-o", file, "-s", "xdp").ExitCode);

        CommandLine.Result run = CommandLine.Run("run", file, "--engine", "kernel", "--data", packet);
        CommandLine.Result bench = CommandLine.Run("bench", file, "--data", packet, "--rounds", "2", "--output", "json");
        JsonElement[] results = [.. Json.Lines(bench.Output)];

        Assert.StartsWith("swap: returned 2 (XDP_PASS), ", run.Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), (bench.ExitCode, bench.Error));
        Assert.Equal(["vm", "interpreter", "kernel"], results.Select(r => r.GetProperty("engine").GetString()));
        Assert.Single(results.Select(r => (r.GetProperty("retval").GetInt32(), r.GetProperty("packet_sha256").GetString())).Distinct());
        Assert.All(results, r => Assert.Equal(2, r.GetProperty("retval").GetInt32()));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
