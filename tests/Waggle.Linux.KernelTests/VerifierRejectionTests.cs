using System.Globalization;
using Waggle.Bpf.Objects;
using Waggle.Linux.Errors;

namespace Waggle.Linux.KernelTests;

/// <summary>The running kernel's own words for each broken rule, understood.</summary>
public class VerifierRejectionTests
{
    public static TheoryData<string> Names => [.. SeededRejections.All.Select(r => r.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Load_ProgramThatBreaksARule_NamesRuleAndInstruction(string name)
    {
        SeededRejection seed = SeededRejections.All.Single(r => r.Name == name);

        var error = Assert.Throws<VerifierException>(() => KernelAccess.RequireEngine().Load(seed.ToObject()));

        Assert.True(seed.RuleId == error.RuleId && (seed.Index is null || seed.Index == error.InstructionIndex),
            $"expected {seed.RuleId} at {seed.Index}, got {error.RuleId} at {error.InstructionIndex}:\n{error.Message}\n\n{error.Log}");
        string[] lines = error.Message.Split('\n');
        Assert.InRange(lines.Length, 3, 12);
        Assert.Equal(error.Explanation, lines[0]);
        Assert.DoesNotContain('{', error.Explanation);
        Assert.Equal($"What helps: {error.Remedy}", lines[^1]);
        Assert.Contains(error.Verdict, error.Log, StringComparison.Ordinal);
    }

    [Fact]
    public void Seeds_AreAtLeastSixty() => Assert.InRange(SeededRejections.All.Select(r => r.Text).Distinct().Count(), 60, int.MaxValue);

    [Fact]
    public void Trail_ValueThatWentOverTheStack_ShowsWhereItCameFrom()
    {
        SeededRejection seed = SeededRejections.All.Single(r => r.Name == "reads it from the stack unchecked");

        var error = Assert.Throws<VerifierException>(() => KernelAccess.RequireEngine().Load(seed.ToObject()));

        Assert.Equal(["5: call bpf_map_lookup_elem#1", "6: *(u64 *)(r10 -16) = r0", "7: r1 = *(u64 *)(r10 -16)"],
            error.Trail.Select(t => t.Split(" → ")[0]));
        Assert.Contains("R0=map_value_or_null(", error.Trail[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Trail_CheckOnAnotherPath_IsFollowedAlongTheBranchOnly()
    {
        SeededRejection seed = SeededRejections.All.Single(r => r.Name == "written on one branch only");

        var error = Assert.Throws<VerifierException>(() => KernelAccess.RequireEngine().Load(seed.ToObject()));

        Assert.DoesNotContain(error.Trail, t => t.Contains("r6 = 1", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("reads_unchecked", "null-check")]
    [InlineData("index_unbounded", "unbounded-access")]
    [InlineData("packet_unchecked", "packet-bounds")]
    [InlineData("never_released", "reference-leak")]
    [InlineData("plain_kernel_read", "no-pointer")]
    public void Load_ProgramFromC_NamesTheLineOfItsSource(string program, string rule)
    {
        BpfObject obj = ObjectReader.Read(Clang.Compile("rejected.bpf.c"));
        int expected = LineOf($"/* {program} */");

        var error = Assert.Throws<VerifierException>(
            () => KernelAccess.RequireEngine().Load(obj, new LoadOptions { Select = p => p.Name == program }));

        Assert.True((rule, "rejected.bpf.c", expected) == (error.RuleId, error.SourceFile, error.SourceLineNumber), $"{expected}: {error.Message}\n{error.Log}");
        Assert.Contains($"rejected.bpf.c:{expected.ToString(CultureInfo.InvariantCulture)}", error.Message, StringComparison.Ordinal);
    }

    private static int LineOf(string mark, [System.Runtime.CompilerServices.CallerFilePath] string thisFile = "")
    {
        string[] lines = File.ReadAllLines(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "data", "c", "rejected.bpf.c"));
        return Array.FindIndex(lines, l => l.Contains(mark, StringComparison.Ordinal)) + 1;
    }
}
