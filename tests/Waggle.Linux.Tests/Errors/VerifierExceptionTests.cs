using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Linux.Errors;
using Waggle.Linux.Verdicts;

namespace Waggle.Linux.Tests.Errors;

public class VerifierExceptionTests
{
    // As Linux 6.18 wrote it of a lookup without a null check.
    private const string Log = """
        func#0 @0
        0: R1=ctx() R10=fp0
        ; var value = s_counts.Find(key); @ Probe.cs:12
        0: (18) r1 = 0xffff888100a61c00       ; R1_w=map_ptr(map=counts,ks=4,vs=8)
        2: (bf) r2 = r10                      ; R2_w=fp0 R10=fp0
        3: (85) call bpf_map_lookup_elem#1    ; R0_w=map_value_or_null(id=1,map=counts,ks=4,vs=8)
        ; value.Count++; @ Probe.cs:13
        4: (79) r1 = *(u64 *)(r0 +0)
        R0 invalid mem access 'map_value_or_null'
        verification time 42 usec
        stack depth 4
        processed 4 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0
        """;

    [Fact]
    public void Message_RealLog_SaysRuleLineCauseAndRemedy()
    {
        var error = new VerifierException("OnExec", "tp_btf/sched_process_exec", Errno.AccessDenied, Log);

        string[] lines = error.Message.Split('\n');
        Assert.Equal("R0 may be null, and it is read or written through without a check.", lines[0]);
        Assert.Contains("R0 invalid mem access 'map_value_or_null'", lines[1], StringComparison.Ordinal);
        Assert.Contains("Instruction 4: r1 = *(u64 *)(r0 +0)", lines);
        Assert.Contains("  3: call bpf_map_lookup_elem#1 → R0=map_value_or_null(id=1,map=counts,ks=4,vs=8) [Probe.cs:12]", lines);
        Assert.InRange(lines.Length, 3, 12);
        Assert.Equal(("null-check", 4, "Probe.cs", 13), (error.RuleId, error.InstructionIndex, error.SourceFile, error.SourceLineNumber));
        Assert.Contains("OnExec", error.Message, StringComparison.Ordinal);
        Assert.Equal("value.Count++; @ Probe.cs:13", error.SourceLine);
        Assert.Contains(error.SourceLine!, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("processed", error.Message, StringComparison.Ordinal);
        Assert.Equal(Log, error.Log);
    }

    [Fact]
    public void Message_LogWithoutPlaces_TakesThemFromTheProgram() // as before Linux 6.9
    {
        string log = Log.Replace(" @ Probe.cs:12", "", StringComparison.Ordinal).Replace(" @ Probe.cs:13", "", StringComparison.Ordinal);
        var program = new ProgramSpec
        {
            Name = "OnExec",
            Type = ProgramType.Tracing,
            Section = "tp_btf/sched_process_exec",
            Instructions = [],
            Lines = [new LineInfo(0, "/src/Probe.cs", "", 12, 1), new LineInfo(4, "/src/Probe.cs", "value.Count++;", 13, 1), new LineInfo(5, "/src/Probe.cs", "", 14, 1)],
        };

        var error = new VerifierException(program, Errno.AccessDenied, log);

        Assert.Equal(("Probe.cs", 13, "value.Count++; @ Probe.cs:13"), (error.SourceFile, error.SourceLineNumber, error.SourceLine));
    }

    [Fact]
    public void Message_LongLog_KeepsToTwelveLines()
    {
        string log = string.Join('\n', Enumerable.Range(0, 10_000).Select(i => $"{i}: (07) r0 += {i}")) + "\n; x @ a.cs:1\nBPF program is too large. Processed 1000001 insn";

        var error = new VerifierException("p", "xdp", Errno.TooBig, log);

        Assert.Equal("too-complex", error.RuleId);
        Assert.Contains("1000001 instructions", error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Message.Split('\n').Length, 3, 12);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("processed 0 insns (limit 1000000) max_states_per_insn 0\n", false)]
    [InlineData("Unrecognized arg#0 type PTR\nprocessed 0 insns", true)]
    public void HasVerdict_Log_TellsStatisticsFromReasons(string log, bool expected) => Assert.Equal(expected, VerifierLog.HasVerdict(log));
}
