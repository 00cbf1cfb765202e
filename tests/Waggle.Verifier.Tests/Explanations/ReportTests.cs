using Waggle.Bpf.Objects;
using Waggle.Linux.KernelTests;
using Waggle.Verifier.Explanations;

namespace Waggle.Verifier.Tests.Explanations;

/// <summary>What a report tells of a program.</summary>
public class ReportTests
{
    private const string Loop = """
        r6 = 0
        again: r6 += 1
        if r6 < 5 goto again
        @lookup
        call bpf_ktime_get_ns
        call bpf_ktime_get_ns
        call outer
        r0 = 0
        exit
        outer: *(u64 *)(r10 -40) = 0
        call inner
        exit
        inner: *(u64 *)(r10 -104) = 0
        r0 = 0
        exit
        """;

    [Fact]
    public void Report_AcceptedProgram_TellsUseAndWork()
    {
        Verdict verdict = Verify(Loop);
        ProgramReport report = verdict.Report.Program!;

        Assert.True(verdict.IsAccepted, verdict.Rejection?.ToString());
        Assert.Equal([new UseCount("hash", 1)], report.Maps);
        Assert.Equal([new UseCount("bpf_ktime_get_ns", 2), new UseCount("bpf_map_lookup_elem", 1)], report.Helpers);
        Assert.Empty(report.KernelFunctions);
        Assert.Equal(["seeded", "func#1", "func#2"], report.Functions.Select(f => f.Name));
        Assert.Equal([4, 40, 104], report.Functions.Select(f => f.StackInBytes));
        Assert.Equal(["seeded", "func#1", "func#2"], report.DeepestChain);
        Assert.Equal((16 + 48 + 112, verdict.Report.StackInBytes), (report.StackInBytes, report.StackInBytes));
        Assert.Equal(verdict.Report.Instructions, report.Functions.Sum(f => f.Visits));
        Assert.Equal(("r6 += 1", 5), (report.Instructions[0].Text, report.Instructions[0].Visits));
        Assert.Equal(report.Instructions.OrderByDescending(i => i.Visits).Select(i => i.Visits), report.Instructions.Select(i => i.Visits));
        Assert.InRange(report.Instructions.Length, 2, ProgramReport.MostHot);
        Assert.InRange(report.PeakStates, 0, report.States);
    }

    [Fact]
    public void Text_OfAReport_IsALineASubject()
    {
        string[] lines = Verify(Loop).Report.Program!.ToString().Split('\n');

        Assert.Equal("Stack: 176 bytes, by seeded → func#1 → func#2", lines[1]);
        Assert.Contains("Maps: hash", lines);
        Assert.Contains("Helpers: bpf_ktime_get_ns ×2, bpf_map_lookup_elem", lines);
        Assert.Contains("Function: func#2 at 17: 3 slots, 104 bytes of stack, 3 visits", lines);
        Assert.Matches(@"^ +\d+\.\d % +5  1: r6 \+= 1$", lines[Array.IndexOf(lines, "Hottest instructions:") + 1]);
    }

    [Fact]
    public void Report_RejectedProgram_TellsWhatWasGoneThrough()
    {
        ProgramReport report = Verify("r6 = 1\nr0 = r5\nexit").Report.Program!;

        Assert.Equal([0, 1], report.Instructions.Select(i => i.Slot));
        Assert.Empty(report.DeepestChain);
        Assert.Equal(0, report.StackInBytes);
    }

    [Fact]
    public void Report_SourceLines_AreToldByVisits()
    {
        BpfObject obj = CompiledSource.Read("rejected.bpf.c");

        ProgramReport report = ProgramVerifier.Verify(
            obj, obj.Programs.Single(p => p.Name == "never_released"), new VerifierOptions { CollectsReport = true }, TestContext.Current.CancellationToken).Report.Program!;

        Assert.NotEmpty(report.Lines);
        Assert.All(report.Lines, l => Assert.True(l.Source.File == "rejected.bpf.c" && l.Source.Line > 0 && l.Visits > 0));
        Assert.InRange(report.Lines.Sum(l => l.Visits), 1, report.Processed);
    }

    [Fact]
    public void Report_NotAskedFor_IsNull()
    {
        BpfObject obj = new SeededRejection("none", "socket", "", null, "r0 = 0\nexit").ToObject();

        VerifierReport report = ProgramVerifier.Verify(obj, obj.Programs[0], cancellationToken: TestContext.Current.CancellationToken).Report;

        Assert.Null(report.Program);
        Assert.Null(report.Graph);
    }

    private static Verdict Verify(string text)
    {
        BpfObject obj = new SeededRejection("report", "socket", "", null, text).ToObject();
        return ProgramVerifier.Verify(obj, obj.Programs[0], new VerifierOptions { CollectsReport = true }, TestContext.Current.CancellationToken);
    }
}
