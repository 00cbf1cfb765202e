using Waggle.Bpf.Objects;
using Waggle.Linux.KernelTests;

namespace Waggle.Verifier.Tests.Explanations;

/// <summary>The log of a program, word by word as Linux 6.18 writes it (<c>LogAgreementTests</c> compares with the running kernel).</summary>
public class LogTests
{
    [Fact]
    public void Log_BranchesAndStack_TellsEachInstructionWithItsStateAndWherePathsBegin()
    {
        const string Text = "r6 = r1\n*(u64 *)(r10 -8) = r1\nr2 = *(u32 *)(r1 +0)\nr2 &= 255\n*(u32 *)(r10 -16) = r2\nif r2 > 10 goto big\nr0 = 1\nexit\nbig: r0 = 2\nexit";

        (_, string log) = Run(Text);

        Assert.Equal("""
            0: R1=ctx() R10=fp0
            0: (bf) r6 = r1                       ; R1=ctx() R6=ctx()
            1: (7b) *(u64 *)(r10 -8) = r1         ; R1=ctx() R10=fp0 fp-8=ctx()
            2: (61) r2 = *(u32 *)(r1 +0)          ; R1=ctx() R2=scalar(smin=0,smax=umax=0xffffffff,var_off=(0x0; 0xffffffff))
            3: (57) r2 &= 255                     ; R2=scalar(smin=smin32=0,smax=umax=smax32=umax32=255,var_off=(0x0; 0xff))
            4: (63) *(u32 *)(r10 -16) = r2        ; R2=scalar(id=1,smin=smin32=0,smax=umax=smax32=umax32=255,var_off=(0x0; 0xff)) R10=fp0 fp-16=????scalar(id=1,smin=smin32=0,smax=umax=smax32=umax32=255,var_off=(0x0; 0xff))
            5: (25) if r2 > 0xa goto pc+2         ; R2=scalar(id=1,smin=smin32=0,smax=umax=smax32=umax32=10,var_off=(0x0; 0xf))
            6: (b7) r0 = 1                        ; R0=1
            7: (95) exit

            from 5 to 8: R1=ctx() R2=scalar(id=1,smin=umin=smin32=umin32=11,smax=umax=smax32=umax32=255,var_off=(0x0; 0xff)) R6=ctx() R10=fp0 fp-8=ctx() fp-16=????scalar(id=1,smin=umin=smin32=umin32=11,smax=umax=smax32=umax32=255,var_off=(0x0; 0xff))
            8: R1=ctx() R2=scalar(id=1,smin=umin=smin32=umin32=11,smax=umax=smax32=umax32=255,var_off=(0x0; 0xff)) R6=ctx() R10=fp0 fp-8=ctx() fp-16=????scalar(id=1,smin=umin=smin32=umin32=11,smax=umax=smax32=umax32=255,var_off=(0x0; 0xff))
            8: (b7) r0 = 2                        ; R0=2
            9: (95) exit
            processed 10 insns (limit 1000000) max_states_per_insn 0 total_states 1 peak_states 1 mark_read 0

            """, log);
    }

    [Fact]
    public void Log_FunctionThatIsCalled_TellsBothFramesAtTheCallAndTheReturn()
    {
        (_, string log) = Run("r1 = 7\ncall inner\nexit\ninner: r0 = r1\nexit");

        Assert.Equal("""
            0: R1=ctx() R10=fp0
            0: (b7) r1 = 7                        ; R1=7
            1: (85) call pc+1
            caller:
             R10=fp0
            callee:
             frame1: R1=7 R10=fp0
            3: frame1: R1=7 R10=fp0
            3: (bf) r0 = r1                       ; frame1: R0=7 R1=7
            4: (95) exit
            returning from callee:
             frame1: R0=7 R1=7 R10=fp0
            to caller at 2:
             R0=7 R10=fp0

            from 4 to 2: R0=7 R10=fp0
            2: (95) exit
            processed 5 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0

            """, log);
    }

    [Fact]
    public void Log_PathLikeAnOlderOne_EndsWithSafe()
    {
        const string Text = "r0 = *(u32 *)(r1 +0)\nr6 = 1\nif r0 == 5 goto other\nr6 = 2\nother: r0 = 0\nr0 += 1\nr0 += 1\nr0 += 1\nif r0 == 9 goto end\nend: exit";

        (bool isAccepted, string log) = Run(Text);

        Assert.True(isAccepted);
        Assert.Contains("\nfrom 2 to 4: ", log, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^(from \d+ to )?\d+: safe$", log);
    }

    [Fact]
    public void Log_RejectedProgram_EndsWithTheMessage()
    {
        (bool isAccepted, string log) = Run("r0 = 2\nr0 = r5\nexit");

        Assert.False(isAccepted);
        Assert.EndsWith(
            "\n1: (bf) r0 = r5\nR5 !read_ok\nprocessed 2 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0\n", log, StringComparison.Ordinal);
    }

    [Fact]
    public void Log_ProgramThatCantBeReadAtAll_IsTheMessage()
    {
        (bool isAccepted, string log) = Run("r0 = 2\nexit\nexit");

        Assert.False(isAccepted);
        Assert.StartsWith("unreachable insn 2\nprocessed 0 insns ", log, StringComparison.Ordinal);
    }

    [Fact]
    public void Log_SourceLines_StandWhereTheyChange()
    {
        BpfObject obj = CompiledSource.Read("rejected.bpf.c");
        ProgramSpec program = obj.Programs.Single(p => p.Name == "reads_unchecked");
        using StringWriter log = new();

        ProgramVerifier.Verify(obj, program, new VerifierOptions { Log = log }, TestContext.Current.CancellationToken);

        string[] sources = [.. log.ToString().Split('\n').Where(l => l.StartsWith("; ", StringComparison.Ordinal))];
        Assert.All(sources, s => Assert.Matches(@"^; \S.* @ rejected\.bpf\.c:\d+$", s));
        Assert.All(sources.Zip(sources.Skip(1)), pair => Assert.NotEqual(pair.First, pair.Second));
        Assert.NotEmpty(sources);
    }

    [Fact]
    public void Log_WriterThatFails_EndsTheAnalysis()
    {
        BpfObject obj = new SeededRejection("log", "socket", "", null, "r0 = 0\nexit").ToObject();

        Assert.Throws<IOException>(() => ProgramVerifier.Verify(obj, obj.Programs[0], new VerifierOptions { Log = new FullWriter() }, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Log_Verdicts_AreTheSameWithIt()
    {
        Assert.All(SeededRejections.All, seed =>
        {
            BpfObject obj = seed.ToObject();
            using StringWriter log = new();

            Verdict with = ProgramVerifier.Verify(obj, obj.Programs[0], new VerifierOptions { Log = log, CollectsGraph = true, CollectsReport = true }, TestContext.Current.CancellationToken);
            Verdict without = ProgramVerifier.Verify(obj, obj.Programs[0], cancellationToken: TestContext.Current.CancellationToken);

            Assert.Equal(without.Rejection, with.Rejection);
            Assert.Equal((without.Report.Instructions, without.Report.States), (with.Report.Instructions, with.Report.States));
            Assert.Contains(with.Rejection!.Message, log.ToString(), StringComparison.Ordinal);
        });
    }

    private static (bool IsAccepted, string Log) Run(string text)
    {
        BpfObject obj = new SeededRejection("log", "socket", "", null, text).ToObject();
        using StringWriter log = new();
        Verdict verdict = ProgramVerifier.Verify(obj, obj.Programs[0], new VerifierOptions { Log = log }, TestContext.Current.CancellationToken);
        return (verdict.IsAccepted, log.ToString().ReplaceLineEndings("\n"));
    }

    private sealed class FullWriter : TextWriter
    {
        public override System.Text.Encoding Encoding => System.Text.Encoding.UTF8;

        public override void Write(char value) => throw new IOException("full");
    }
}
