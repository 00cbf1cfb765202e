using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Fuzz;
using Waggle.Fuzz.Verifier;
using Waggle.Verifier.Kernels;

namespace Waggle.Verifier.Tests.Soundness;

/// <summary>What accepted programs do lies in what the verifier said of them: a small run of the verifier's fuzzer, and what it has found.</summary>
public class OracleTests
{
    [Fact]
    public void Run_RandomPrograms_DoWhatTheVerifierSaid()
    {
        const int Programs = 2000;
        VerifierCampaign campaign = new(VerifierFuzzOptions.Parse(["--seed", "7", "--count", $"{Programs}", "--threads", "2", "--folder", Path.GetTempPath(), "--objects", ""]));

        campaign.Run();

        Assert.Equal(0, campaign.Findings);
        Assert.InRange(campaign[OracleOutcome.Compared], Programs * 30 / 100, Programs * 70 / 100);
    }

    [Fact]
    public void Try_NarrowMoveWithSignExtension_ZeroesTheUpperHalf()
    {
        using Oracle oracle = new(asksKernel: false, inputs: 2);
        TestCase test = new(ProgramType.SocketFilter, Assembler.Assemble("""
            r4 = 0x8200000000000 ll
            w4 = (s8)w4
            if r4 <= 0x28 goto end
            r0 = 2
            end:
            r0 = r4
            exit
            """).Instructions, []);

        OracleAnswer answer = oracle.Try(test, new RandomSource(1));

        Assert.Equal(new OracleAnswer(OracleOutcome.Compared), answer);
    }

    // Taken for a copy of r6, r4 would be 0x80000000 or more where it is negative.
    [Fact]
    public void Try_FillWithSignExtension_IsNoCopyOfWhatWasSpilled()
    {
        using Oracle oracle = new(asksKernel: false, inputs: 2);
        TestCase test = new(ProgramType.SocketFilter, Assembler.Assemble("""
            r6 = 0xfffffff0
            r0 = *(u32 *)(r1 +52)
            r6 |= r0
            w6 = w6
            *(u64 *)(r10 -8) = r6
            r4 = *(s32 *)(r10 -8)
            if r6 > 0x10 goto end
            r6 = 1
            end:
            r0 = r4
            exit
            """).Instructions, []);

        OracleAnswer answer = oracle.Try(test, new RandomSource(1));

        Assert.Equal(new OracleAnswer(OracleOutcome.Compared), answer);
    }

    [Fact]
    public void Try_LookupByAConstantIndex_IsNotNull()
    {
        using Oracle oracle = new(asksKernel: false, inputs: 2);

        OracleAnswer inside = oracle.Try(LookUp(index: 2), new RandomSource(1)), behind = oracle.Try(LookUp(index: 3), new RandomSource(1));

        Assert.Equal(new OracleAnswer(OracleOutcome.Compared), inside);
        Assert.Equal(OracleOutcome.Rejected, behind.Outcome);
        Assert.Contains("map_value_or_null", behind.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_LookupByAConstantIndexBeforeLinux6_14_MayBeNull()
    {
        BpfObject obj = LookUp(index: 2).ToObject();

        Verdict verdict = ProgramVerifier.Verify(obj, obj.Programs[0], new VerifierOptions { Kernel = KernelVersion.Parse("6.12") }, TestContext.Current.CancellationToken);

        Assert.Equal("NullPointer", verdict.Rejection?.Rule);
    }

    // The program that takes the place of the function returns any number, not 1.
    [Fact]
    public void Try_TailCallInAFunction_ReturnsAnyNumberToItsCaller()
    {
        using Oracle oracle = new(asksKernel: false, inputs: 2);
        TestCase test = Assemble(ProgramType.SchedCls, """
            call inner
            r2 = r10
            r2 += -8
            r2 += r0
            *(u8 *)(r2 +0) = 1
            r0 = 0
            exit
            inner:
            r3 = 0
            r2 = map[programs]
            call bpf_tail_call
            r0 = 1
            exit
            """);

        OracleAnswer answer = oracle.Try(test, new RandomSource(1));

        Assert.Equal(OracleOutcome.Rejected, answer.Outcome);
        Assert.Contains("unbounded", answer.What, StringComparison.Ordinal);
    }

    // A tail call that comes back has done nothing: the packet is where it was.
    [Fact]
    public void Try_PacketBehindATailCall_IsStillThere()
    {
        using Oracle oracle = new(asksKernel: false, inputs: 2);
        TestCase test = Assemble(ProgramType.Xdp, """
            r6 = *(u32 *)(r1 +0)
            r7 = *(u32 *)(r1 +4)
            r8 = r6
            r8 += 4
            if r8 > r7 goto end
            r2 = map[programs]
            r3 = 0
            call bpf_tail_call
            r0 = *(u8 *)(r6 +3)
            r0 &= 1
            exit
            end:
            r0 = 2
            exit
            """);

        OracleAnswer answer = oracle.Try(test, new RandomSource(1));

        Assert.Equal(new OracleAnswer(OracleOutcome.Compared), answer);
    }

    // The path gone last ends inside the loop, with an iterator: the function that is verified by itself does not have it.
    [Fact]
    public void Try_GlobalFunctionBehindALoop_HoldsNothingOfItsCaller()
    {
        using Oracle oracle = new(asksKernel: false, inputs: 2);
        TestCase test = Assemble(ProgramType.SchedCls, """
            r1 = 0
            r2 = r10
            r2 += -16
            *(u64 *)(r10 -8) = 0
            *(u64 *)(r10 -16) = 0
            r3 = 0
            r4 = 0
            call outer
            r1 = r10
            r1 += -88
            r2 = 0
            r3 = 3
            call kernel-function#0
            next:
            r1 = r10
            r1 += -88
            call kernel-function#1
            if r0 == 0 goto end
            goto next
            end:
            r1 = r10
            r1 += -88
            call kernel-function#2
            r0 = 0
            exit
            outer:
            r0 = *(u64 *)(r2 +8)
            exit
            """);
        test = MapCode.Take(test, test.Code) with { Maps = test.Maps, Globals = 2 };

        OracleAnswer answer = oracle.Try(test, new RandomSource(1));

        Assert.Equal(new OracleAnswer(OracleOutcome.Compared), answer);
    }

    // A helper that such programs do not have, in a function that nothing reaches.
    [Fact]
    public void Try_GlobalFunctionThatNothingReaches_IsNotVerified()
    {
        using Oracle oracle = new(asksKernel: false, inputs: 2);
        TestCase test = Assemble(ProgramType.SocketFilter, """
            r0 = 1
            if r0 == 1 goto end
            r2 = r10
            call outer
            end:
            exit
            outer:
            call bpf_skb_pull_data
            exit
            """) with { Globals = 2 };

        OracleAnswer answer = oracle.Try(test, new RandomSource(1));

        Assert.Equal(new OracleAnswer(OracleOutcome.Compared), answer);
    }

    // What an iterator gave goes with it: spilled before, it is a number afterwards.
    [Theory]
    [InlineData("r0 = r6", true)]
    [InlineData("r0 = *(u32 *)(r6 +0)", false)]
    public void Try_ItemOfAnIteratorThatIsOver_IsNoPointer(string use, bool isNumber)
    {
        using Oracle oracle = new(asksKernel: false, inputs: 2);
        TestCase test = Assemble(ProgramType.SocketFilter, $"""
            *(u64 *)(r10 -8) = 0
            r1 = r10
            r1 += -88
            r2 = 1
            r3 = 2
            call kernel-function#0
            r1 = r10
            r1 += -88
            call kernel-function#1
            if r0 == 0 goto end
            *(u64 *)(r10 -8) = r0
            end:
            r1 = r10
            r1 += -88
            call kernel-function#2
            r6 = *(u64 *)(r10 -8)
            {use}
            exit
            """);

        OracleAnswer answer = oracle.Try(MapCode.Take(test, test.Code) with { Maps = test.Maps }, new RandomSource(1));

        Assert.Equal(isNumber ? OracleOutcome.Compared : OracleOutcome.Rejected, answer.Outcome);
    }

    // As Linux: the register is no pointer any more when the write is checked.
    [Theory]
    [InlineData("r6 = atomic64_fetch_add((u64 *)(r6 +0), r6)")]
    [InlineData("r7 = atomic64_fetch_add((u64 *)(r10 -16), r7)\nr8 = r10\nr8 += r9\nr7 = atomic64_xchg((u64 *)(r8 -64), r7)")]
    public void Try_FetchIntoItsOwnAddressOrAnywhereOnTheStack_IsRejected(string fetch)
    {
        using Oracle oracle = new(asksKernel: false, inputs: 2);
        TestCase test = Assemble(ProgramType.SchedCls, $"""
            r9 = *(u32 *)(r1 +0)
            r9 &= 8
            r7 = 1
            r6 = map[global][0]+0
            {fetch}
            r0 = 0
            exit
            """);

        OracleAnswer answer = oracle.Try(test, new RandomSource(1));

        Assert.Equal(OracleOutcome.Rejected, answer.Outcome);
    }

    private static TestCase LookUp(int index) => Assemble(ProgramType.SocketFilter, $"""
        *(u32 *)(r10 -8) = {index}
        r2 = r10
        r2 += -8
        r1 = map[array]
        call bpf_map_lookup_elem
        r0 = *(u8 *)(r0 +63)
        exit
        """);

    private static TestCase Assemble(ProgramType type, string text)
    {
        AssembledProgram program = Assembler.Assemble(text, HelperNames.Symbols);
        return new(type, program.Instructions, program.MapReferences);
    }
}
