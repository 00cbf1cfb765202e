using Waggle.Bpf.Catalog;
using Waggle.Bpf.Objects;
using Waggle.Linux.KernelTests;
using Waggle.Verifier.Explanations;
using Waggle.Verifier.Kernels;

namespace Waggle.Verifier.Tests.Explanations;

/// <summary>What is refused to who lacks privileges only: the rule, the instruction and the remedy are told, and with privileges it passes.</summary>
public class UnprivilegedTests
{
    private const string Value = "@lookup\nif r0 == 0 goto end\nr1 = *(u32 *)(r0 +0)\n";
    private const string End = "\nend: r0 = 0\nexit";

    private static readonly SeededRejection[] s_all =
    [
        new("another type of program", "raw_tp/sys_enter", "privilege", 0, "r0 = 0\nexit"),
        new("a function", "socket", "privilege", 0, "call inner\nexit\ninner: r0 = 0\nexit"),
        new("a helper", "socket", "privilege", 0, "call bpf_jiffies64\nr0 = 0\nexit"),
        new("a helper that shows addresses", "socket", "privilege", 0, "call bpf_get_current_task\nr0 = 0\nexit"),
        new("the packet of a cgroup", "cgroup_skb/ingress", "privilege", 0, "r0 = *(u32 *)(r1 +76)\nr0 = 1\nexit"),
        new("a loop", "socket", "loop", null, "r0 = 0\nagain: r0 += 1\nif r0 < 10 goto again\nexit"),
        new("negative or not", "socket", "speculation", 10, "@lookup\nif r0 == 0 goto end\nr1 = *(u64 *)(r0 +0)\nif r1 s> 4 goto end\nif r1 s< -4 goto end\nr0 += r1" + End),
        new("beyond the value for a moment", "socket", "speculation", 9, Value + "r1 &= 31\nr0 += r1" + End),
        new("one sum for two numbers", "socket", "speculation", 12, Value + "if r1 == 1 goto other\nr2 = 4\ngoto sum\nother: r2 = 8\nsum: r0 += r2" + End),
        new("a variable to the context", "socket", "speculation", 1, "r2 = *(u32 *)(r1 +0)\nr1 += r2\nr0 = 0\nexit"),
        new("above the stack for a moment", "socket", "stack-bounds", 1, "r2 = r10\nr2 += 8\nr2 += -16\nr0 = 0\nexit"),
        new("a variable to the stack", "socket", "stack-bounds", 4, "r2 = *(u32 *)(r1 +0)\nr2 &= 7\nr3 = r10\nr3 += -16\nr3 += r2\nr0 = 0\nexit"),
        new("stack that nobody wrote", "socket", "stack-bounds", 0, "r0 = *(u64 *)(r10 -8)\nr0 = 0\nexit"),
        new("an address returned", "socket", "pointer-leak", 1, "r0 = r10\nexit"),
    ];

    public static TheoryData<string> Names => [.. s_all.Select(r => r.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Explanation_OfWhatPrivilegesAllow_NamesRuleInstructionAndRemedy(string name)
    {
        SeededRejection seed = s_all.Single(r => r.Name == name);

        Verdict privileged = Verify(seed.ToObject(), new VerifierOptions());
        Explanation told = Verify(seed.ToObject(), new VerifierOptions { IsPrivileged = false }).Rejection!.Explanation;

        Assert.True(privileged.IsAccepted, privileged.Rejection?.Message);
        Assert.True(seed.RuleId == told.Rule && (seed.Index is null || seed.Index == told.Slot), $"expected {seed.RuleId} at {seed.Index}, got {told.Rule} at {told.Slot}:\n{told}");
        Assert.InRange(told.ToString().Split('\n').Length, 3, 12);
        Assert.DoesNotContain('{', told.Words);
        Assert.NotEmpty(told.Remedy);
    }

    [Fact]
    public void Verify_MapThatNeedsCapBpf_IsRefusedToOthers()
    {
        BpfObject seed = new SeededRejection("map", "socket", "privilege", null, "r1 = map[hash]\nr0 = 0\nexit").ToObject();
        BpfObject lru = new() { License = seed.License, Maps = [new MapSpec("hash", MapType.LruHash) { KeySizeInBytes = 4, ValueSizeInBytes = 16, MaxEntries = 1 }], Programs = seed.Programs };
        VerifierOptions unprivileged = new() { IsPrivileged = false };

        Assert.True(Verify(seed, unprivileged).IsAccepted);
        Assert.True(Verify(lru, new VerifierOptions()).IsAccepted);
        Assert.Equal("privilege", Verify(lru, unprivileged).Rejection!.Explanation.Rule);
    }

    [Fact]
    public void Verify_WayThatOnlyAGuessTakes_IsHeldToTheRulesUntilThereAreBarriers()
    {
        BpfObject seed = new SeededRejection("guess", "socket", "no-pointer", 2, "r0 = 0\nif r0 == 0 goto end\nr1 = *(u64 *)(r0 +0)\nend: r0 = 0\nexit").ToObject();

        Explanation told = Verify(seed, new VerifierOptions { IsPrivileged = false, Kernel = new KernelVersion(6, 12) }).Rejection!.Explanation;

        Assert.Equal(("no-pointer", 2), (told.Rule, told.Slot));
        Assert.EndsWith("Only a wrong guess of the processor leads there.", told.Words, StringComparison.Ordinal);
        Assert.True(Verify(seed, new VerifierOptions { IsPrivileged = false, Kernel = new KernelVersion(6, 18) }).IsAccepted);
        Assert.True(Verify(seed, new VerifierOptions { Kernel = new KernelVersion(6, 12) }).IsAccepted);
    }

    // Of such programs nobody finds out which numbers decide something, so where two ways meet each of them counts.
    [Theory, InlineData(16, true), InlineData(64, false)]
    public void Verify_SecondWayWithAnotherLength_IsGoneToItsEnd(int length, bool isSafe)
    {
        string fill = string.Concat(Enumerable.Repeat("r9 = 1\n", 10));
        string text = $"r6 = r1\nr7 = 8\ncall bpf_get_prandom_u32\n{fill}if r0 > 5 goto other\ngoto join\nother: r7 = {length}\n"
            + "join: r1 = r6\nr2 = 0\nr3 = r10\nr3 += -16\nr4 = r7\ncall bpf_skb_load_bytes\nr0 = 0\nexit";
        BpfObject obj = new SeededRejection("lengths", "socket", "stack-bounds", null, text).ToObject();

        Assert.Equal(isSafe, Verify(obj, new VerifierOptions { IsPrivileged = false }).IsAccepted);
        Assert.Equal(isSafe, Verify(obj, new VerifierOptions()).IsAccepted);
    }

    private static Verdict Verify(BpfObject obj, VerifierOptions options) => ProgramVerifier.Verify(obj, obj.Programs[0], options, TestContext.Current.CancellationToken);
}
