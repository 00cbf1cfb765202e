using System.Globalization;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Verdicts;
using Waggle.Linux.KernelTests;
using Waggle.Verifier.Code;
using Waggle.Verifier.Explanations;

namespace Waggle.Verifier.Tests.Explanations;

/// <summary>Each rejection says which rule is broken, where, and what led there. The seeds are those that the kernel's log is read of.</summary>
public class ExplanationTests
{
    private static readonly SeededRejection[] s_all = [.. SeededRejections.All, .. MoreRejections.All];

    public static TheoryData<string> Names => [.. s_all.Select(r => r.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Explanation_ProgramThatBreaksARule_NamesRuleInstructionAndRemedy(string name)
    {
        SeededRejection seed = s_all.Single(r => r.Name == name);

        Rejection rejection = Reject(seed);

        Explanation told = rejection.Explanation;
        string text = told.ToString();
        Assert.True(seed.RuleId == told.Rule && (seed.Index is null || seed.Index == told.Slot), $"expected {seed.RuleId} at {seed.Index}, got {told.Rule} at {told.Slot}:\n{text}");
        string[] lines = text.Split('\n');
        Assert.InRange(lines.Length, 3, 12);
        Assert.Equal(told.Words, lines[0]);
        Assert.DoesNotContain('{', told.Words);
        Assert.Equal($"What helps: {told.Remedy}", lines[^1]);
        Assert.Contains(lines, l => l.StartsWith($"Instruction {told.Slot.ToString(CultureInfo.InvariantCulture)}: ", StringComparison.Ordinal));
        Assert.All(told.Trail, step => Assert.Matches(@"^\d+: \S", step));
        Assert.All(told.Values, value => Assert.Matches(@"^R\d=\S", value));
    }

    [Fact]
    public void Rejections_WithATestOfTheirExplanation_AreOverAHundred() => Assert.InRange(s_all.Select(r => r.Text).Distinct().Count(), 100, int.MaxValue);

    [Theory]
    [InlineData("reads it from the stack unchecked", "5: call bpf_map_lookup_elem#1|6: *(u64 *)(r10 -16) = r0|7: r1 = *(u64 *)(r10 -16)")]
    [InlineData("reads a value unchecked", "5: call bpf_map_lookup_elem#1")]
    [InlineData("writes a value unchecked after other work", "5: call bpf_map_lookup_elem#1|6: r6 = r0")]
    [InlineData("reads r2 after its call", "1: call bpf_get_prandom_u32#7")]
    [InlineData("reads through a number", "0: r1 = 5")]
    [InlineData("checks the wrong way round", "5: call bpf_map_lookup_elem#1|6: if r0 != 0x0 goto pc+1")]
    [InlineData("record leaked by an early return", "4: call bpf_ringbuf_reserve#131")]
    [InlineData("length without a bound", "0: r6 = *(u64 *)(r1 +0)|3: r2 = r6")]
    [InlineData("reads a packet unchecked", "0: r2 = *(u32 *)(r1 +0)")]
    public void Trail_OfARejection_IsWhatMadeTheValue(string name, string steps)
    {
        Explanation told = Reject(s_all.Single(r => r.Name == name)).Explanation;

        Assert.Equal(steps.Split('|'), told.Trail.Select(t => t.Split(" → ")[0]));
    }

    [Theory]
    [InlineData("reads a value unchecked", "R0=map_value_or_null(id=1,map=hash,ks=4,vs=16)")]
    [InlineData("reads through a number", "R1=5")]
    [InlineData("reads a packet unchecked", "R2=pkt(r=0)")]
    [InlineData("reads the packet's end", "R1=pkt_end()")]
    [InlineData("reads behind the stack by a copy", "R2=fp-512")]
    [InlineData("checks the wrong way round", "R0=0")]
    [InlineData("and of a pointer", "R1=ctx()")]
    public void Values_OfARejection_AreInTheKernelsNotation(string name, string value)
    {
        Explanation told = Reject(s_all.Single(r => r.Name == name)).Explanation;

        Assert.Equal(value, Assert.Single(told.Values));
    }

    [Fact]
    public void Trail_CheckOnAnotherPath_IsFollowedAlongThePathOnly()
    {
        Explanation told = Reject(s_all.Single(r => r.Name == "written on one branch only")).Explanation;

        Assert.DoesNotContain(told.Trail, t => t.Contains("r6 = 1", StringComparison.Ordinal));
    }

    [Fact]
    public void Trail_ValueOfAFunction_IsFollowedIntoIt()
    {
        SeededRejection seed = new("result", "raw_tp/sys_enter", "no-pointer", 2, "r1 = 9\ncall inner\nr0 = *(u64 *)(r0 +0)\nexit\ninner: r0 = r1\nr0 += 1\nexit");

        Explanation told = Reject(seed).Explanation;

        Assert.Equal(["0: r1 = 9", "4: r0 = r1", "5: r0 += 1"], told.Trail.Select(t => t.Split(" → ")[0]).Where(t => !t.Contains("call", StringComparison.Ordinal)));
        Assert.EndsWith("→ R0=10", told.Trail[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Explanation_OfOneRejection_IsMadeOnce()
    {
        Rejection rejection = Reject(s_all[0]);

        Assert.Same(rejection.Explanation, rejection.Explanation);
        Assert.Throws<InvalidOperationException>(() => new Rejection("NullPointer", 0, "none").Explanation);
    }

    [Theory]
    [InlineData("reads_unchecked", "null-check")]
    [InlineData("index_unbounded", "unbounded-access")]
    [InlineData("packet_unchecked", "packet-bounds")]
    [InlineData("never_released", "reference-leak")]
    [InlineData("plain_kernel_read", "no-pointer")]
    public void Explanation_OfAProgramFromC_NamesTheLineOfItsSource(string program, string rule)
    {
        BpfObject obj = CompiledSource.Read("rejected.bpf.c");
        int expected = CompiledSource.LineOf("rejected.bpf.c", $"/* {program} */");

        Explanation told = ProgramVerifier.Verify(obj, obj.Programs.Single(p => p.Name == program), cancellationToken: TestContext.Current.CancellationToken).Rejection!.Explanation;

        Assert.True((rule, "rejected.bpf.c", expected) == (told.Rule, told.Source?.File, told.Source?.Line), $"{expected}: {told}");
        Assert.Contains($"rejected.bpf.c:{expected.ToString(CultureInfo.InvariantCulture)}", told.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Remedy_OfALineOfCSharp_NamesItsConstruct()
    {
        BpfObject seed = s_all.Single(r => r.Name == "reads a value unchecked").ToObject();
        ProgramSpec program = seed.Programs[0] with { Lines = [new LineInfo(0, "src/Counter.cs", "value += 1;", 12, 9)] };

        Explanation told = ProgramVerifier.Verify(seed, program, cancellationToken: TestContext.Current.CancellationToken).Rejection!.Explanation;

        Assert.Contains("map.TryGet(key, out var value)", told.Remedy, StringComparison.Ordinal);
        Assert.Contains("Source: value += 1; @ Counter.cs:12", told.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_EachRule_HasWordsAndARemedy()
    {
        Assert.Equal(Enum.GetValues<Rule>(), RuleTexts.Rows.Select(r => r.Rule).Order());
        Assert.All(RuleTexts.Rows, r => Assert.True(RuleTexts.Of(r.Rule) == r && r.Words.EndsWith('.') && r.Remedy.Length > 0));
        Assert.All(RuleTexts.Rows, r => Assert.Matches("^[a-z-]+$", r.Id));
        string[] known = [.. RuleTexts.Rows.Select(r => r.Id), .. Complaints.Rows.Select(r => r.RuleId)];
        Assert.All(CSharpRemedies.Rows.Keys, id => Assert.Contains(id, known));
    }

    private static Rejection Reject(SeededRejection seed)
    {
        BpfObject obj = seed.ToObject();
        Verdict verdict = ProgramVerifier.Verify(obj, obj.Programs[0]);
        Assert.False(verdict.IsAccepted, $"accepted: {seed.Text}");
        return verdict.Rejection;
    }
}
