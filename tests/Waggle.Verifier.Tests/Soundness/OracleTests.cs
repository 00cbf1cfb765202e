using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Fuzz;
using Waggle.Fuzz.Verifier;

namespace Waggle.Verifier.Tests.Soundness;

/// <summary>What accepted programs do lies in what the verifier said of them: a small run of the verifier's fuzzer, and what it has found.</summary>
public class OracleTests
{
    [Fact]
    public void Run_RandomPrograms_DoWhatTheVerifierSaid()
    {
        const int Programs = 2000;
        VerifierCampaign campaign = new(VerifierFuzzOptions.Parse(["--seed", "7", "--count", $"{Programs}", "--threads", "2", "--folder", Path.GetTempPath()]));

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
}
