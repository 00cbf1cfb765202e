using Waggle.Bpf.KernelTests;
using Waggle.Verifier.Numbers;

namespace Waggle.Verifier.KernelTests.Numbers;

/// <summary>What is known of numbers after each instruction of random programs, against the running kernel's log.</summary>
public class NumberAgreementTests(ITestOutputHelper output)
{
    private const int Programs = 2000;
    private const int Length = 30;

    [Fact]
    public void Arithmetic_RandomPrograms_KnowsWhatTheKernelLogs()
    {
        if (Environment.OSVersion.Version < new Version(6, 18))
            Assert.Skip("the operators are those of Linux 6.18; earlier kernels know less of some results");
        KernelVerifier.SkipUnlessUsable();
        int compared = 0;

        for (int seed = 0; seed < Programs; seed++)
        {
            var program = new NumberProgram(seed, Length);
            KernelLoad load = KernelVerifier.Load([.. program.Body]);
            string log = load.Log;
            string[] lines = log.Split('\n');
            Assert.True(load.IsAccepted, $"seed {seed}: errno {load.Errno}\n{log}");
            foreach ((int at, bool isTaken, int register, Scalar number) in program.Expected)
            {
                if (program.ReadLog(lines, at, isTaken, register) is not { } logged)
                    continue;
                compared++;
                Assert.True(logged == number.ToString(), $"seed {seed}, {(isTaken ? "jump taken at" : "after")} {at}, R{6 + register}\nkernel {logged}\nours   {number}\n{log}");
            }
        }

        output.WriteLine($"{compared} numbers compared");
        Assert.True(compared > 20 * Programs / 2, $"only {compared} numbers were found in the logs");
    }
}
