using CsCheck;
using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Verdicts;

namespace Waggle.Linux.Tests.Verdicts;

/// <summary>Logs in the form that Linux 7.3 writes; the format's rules are in kernel/bpf/diagnostics.c.</summary>
public class KernelDiagnosisTests
{
    private const string NullCheck = """
        0: R1=ctx() R10=fp0
        ; __u64 *value = bpf_map_lookup_elem(&counts, &key); @ probe.c:21
        5: (85) call bpf_map_lookup_elem#1    ; R0=map_value_or_null(id=1,map=counts,ks=4,vs=8)
        ; *value += 1; @ probe.c:22
        6: (79) r1 = *(u64 *)(r0 +0)
        R0 invalid mem access 'map_value_or_null'

        Verification failed: Register Type Safety: Invalid dereference

        Reason:
          R0 may be NULL here (map_value_or_null). The program could dereference NULL on this path, so the verifier cannot prove
          this access is safe.

        At:
          on_enter @ probe.c:22:9
              20 |         __u32 key = 0;                                                      4 | (18) r1 = 0xffff888105e0be00
              21 |         __u64 *value = bpf_map_lookup_elem(&counts, &key);                  5 | (85) call bpf_map_lookup_elem#1
          >>> 22 |         *value += 1;                                                   >>>  6 | (79) r1 = *(u64 *)(r0 +0)
                 |         ^-- error: invalid dereference of R0 (map_value_or_null)
              23 |         return 0;                                                           7 | (07) r1 += 1

        Causal path:
          on_enter @ probe.c:21:24
              20 |         __u32 key = 0;                                                      4 | (18) r1 = 0xffff888105e0be00
          >>> 21 |         __u64 *value = bpf_map_lookup_elem(&counts, &key);             >>>  5 | (85) call bpf_map_lookup_elem#1
                 |         ^-- update: R0 changed from uninitialized value to map_value_or_null
              22 |         *value += 1;                                                        6 | (79) r1 = *(u64 *)(r0 +0)

        Suggestion:
          Add a NULL check and dereference the pointer only on the non-NULL path.

        processed 7 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0
        """;

    // Without source lines, and with a message that no older kernel has.
    private const string Bare = """
        0: R1=ctx() R10=fp0
        0: (95) exit
        something new is wrong

        Verification failed: Brand New Safety: Something new

        Reason:
          This is why.

        At:
          insn 0
                | ^-- error: R0 is not readable
          Instruction context:
          >>> 0 | (95) exit

        Causal path:
          no retained diagnostic events on this path

        Suggestion:
          Do it otherwise.

        processed 1 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0
        """;

    [Fact]
    public void Message_KnownRule_HasTheKernelsReasonPlaceAndPath()
    {
        var error = new VerifierException("on_enter", "raw_tp/sys_enter", Errno.AccessDenied, NullCheck);

        Assert.Equal("null-check", error.RuleId);
        Assert.Equal("R0 invalid mem access 'map_value_or_null'", error.Verdict);
        Assert.StartsWith("R0 may be NULL here", error.Explanation, StringComparison.Ordinal);
        Assert.EndsWith("this access is safe.", error.Explanation, StringComparison.Ordinal); // both wrapped lines
        Assert.Equal((6, "r1 = *(u64 *)(r0 +0)"), (error.InstructionIndex, error.Instruction));
        Assert.Equal(("probe.c", 22), (error.SourceFile, error.SourceLineNumber));
        Assert.Equal(["5: call bpf_map_lookup_elem#1 → R0 changed from uninitialized value to map_value_or_null [probe.c:21]"], error.Trail);
        Assert.InRange(error.Message.Split('\n').Length, 5, 12);
    }

    [Fact]
    public void Message_UnknownRule_IsTheKernelsOwn()
    {
        var error = new VerifierException("p", "tc", Errno.AccessDenied, Bare);

        Assert.Equal("unknown", error.RuleId);
        Assert.Equal("This is why.", error.Explanation);
        Assert.Equal("Do it otherwise.", error.Remedy);
        Assert.Equal("something new is wrong", error.Verdict);
        Assert.Equal((0, "exit"), (error.InstructionIndex, error.Instruction));
        Assert.Empty(error.Trail);
    }

    [Fact]
    public void Extract_TwoDiagnoses_AreBothRead()
    {
        var found = KernelDiagnosis.Extract(NullCheck + "\n" + Bare, out string rest);

        Assert.Equal(["Register Type Safety: Invalid dereference", "Brand New Safety: Something new"], found.Select(d => d.Title));
        Assert.Equal("*value += 1;", found[0].Fault!.Source!.Text);
        Assert.Contains("R0 invalid mem access", rest, StringComparison.Ordinal);
        Assert.Contains("something new is wrong", rest, StringComparison.Ordinal);
        Assert.DoesNotContain(">>>", rest, StringComparison.Ordinal);
    }

    [Fact]
    public void Message_LogCutAnywhere_IsStillMade() => Gen.Int[0, NullCheck.Length].Sample(length =>
        Assert.NotEmpty(new VerifierException("p", "tc", Errno.AccessDenied, NullCheck[..length]).Message));
}
