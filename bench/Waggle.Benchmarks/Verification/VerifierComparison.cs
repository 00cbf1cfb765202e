using System.Diagnostics;
using System.Runtime;
using Waggle.Benchmarks.Paths;
using Waggle.Bpf.Types;
using Waggle.Verifier;

namespace Waggle.Benchmarks.Verification;

/// <summary>Verifies the programs of the corpus and the kernel's own test programs, here and in the running kernel, in turns.</summary>
/// <remarks>On one CPU and one thread. A round is all programs one after another, as <c>waggle check</c> has them, so that no program is measured with
/// caches that are warm of itself; with <c>--interleave yes</c> each program goes to the kernel right after it was verified here, and all that loading
/// does in the kernel lies between two of ours. Ours is all that <see cref="ProgramVerifier.Verify"/> does for a program; what is kept of its object
/// is there, as the kernel's types and maps are in the kernel.</remarks>
internal static class VerifierComparison
{
    private const int MaximumWarmUps = 10;
    private const double LongInMicroseconds = 100_000; // is measured in few rounds
    private const int FewRounds = 3;

    public static int Run(string[] arguments)
    {
        ComparisonOptions options = ComparisonOptions.Parse(arguments);
        if (options.Folders.Count == 0) options.Folders.AddRange([Build("corpus"), Build("selftests")]);
        SystemCalls.PinToCpu(1);
        VerifierOptions rules = new() { KernelTypes = Btf.Read(File.ReadAllBytes("/sys/kernel/btf/vmlinux")) };
        KernelVerification kernel = new();
        bool isAlike = true;
        foreach (string folder in options.Folders)
        {
            VerifierCase[] cases = [.. VerifierCase.ReadAll(folder, options.Filter, rules.KernelTypes)];
            double[] first = [.. cases.Select(each => Time(each, rules))];
            WarmUp(cases, rules);
            List<Measurement> measured = Measure(cases, first, rules, kernel, options);
            ComparisonReport.Print(folder, measured);
            ComparisonReport.PrintMemory(LargestMemory.Measure(cases, measured, rules));
            if (options.TableFile is { } file) ComparisonReport.Append(file, measured);
            isAlike &= measured.Count > 0;
        }

        return isAlike ? 0 : 1;
    }

    private static List<Measurement> Measure(VerifierCase[] cases, double[] first, VerifierOptions rules, KernelVerification kernel, ComparisonOptions options)
    {
        List<double>[] our = [.. cases.Select(_ => new List<double>())], their = [.. cases.Select(_ => new List<double>())];
        var verdicts = new KernelVerdict?[cases.Length];
        for (int round = 0; round < options.Rounds; round++)
        {
            for (int i = 0; i < cases.Length; i++)
            {
                if (IsMeasured(i, round)) our[i].Add(Time(cases[i], rules));
                if (options.Interleaves) AskKernel(i, round);
            }
            for (int i = 0; i < cases.Length && !options.Interleaves; i++) AskKernel(i, round);
        }

        List<Measurement> measured = [];
        for (int i = 0; i < cases.Length; i++)
        {
            if (verdicts[i] is not { } verdict) continue;
            long before = GC.GetAllocatedBytesForCurrentThread();
            Verdict ours = ProgramVerifier.Verify(cases[i].Object, cases[i].Fitted, rules);
            measured.Add(new Measurement(cases[i].Name, cases[i].Program.Functions.Length > 1)
            {
                IsAccepted = ours.IsAccepted,
                IsAcceptedByKernel = verdict.IsAccepted,
                First = first[i],
                Best = our[i].Min(),
                Median = InTurns.Median(our[i]),
                KernelBest = their[i].Min(),
                KernelMedian = InTurns.Median(their[i]),
                Instructions = ours.Report.Instructions,
                KernelInstructions = verdict.Instructions,
                Allocated = GC.GetAllocatedBytesForCurrentThread() - before,
            });
        }
        return measured;

        bool IsMeasured(int i, int round) => round < FewRounds || our[i].Min() < LongInMicroseconds;

        void AskKernel(int i, int round)
        {
            if (!IsMeasured(i, round) || (round > 0 && verdicts[i] is null)) return;
            verdicts[i] = kernel.Verify(cases[i].Object, cases[i].Program);
            if (verdicts[i] is { } verdict) their[i].Add(verdict.Microseconds);
        }
    }

    private static double Time(VerifierCase program, VerifierOptions rules)
    {
        long start = Stopwatch.GetTimestamp();
        _ = ProgramVerifier.Verify(program.Object, program.Fitted, rules);
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds;
    }

    // .NET compiles a second and a third time what runs often: until there is nothing left to compile.
    private static void WarmUp(VerifierCase[] cases, VerifierOptions rules)
    {
        for (int i = 0, quiet = 0; i < MaximumWarmUps && quiet < 2; i++)
        {
            long compiled = JitInfo.GetCompiledMethodCount();
            foreach (VerifierCase each in cases) _ = Time(each, rules);
            Thread.Sleep(250);
            quiet = JitInfo.GetCompiledMethodCount() - compiled < 10 ? quiet + 1 : 0;
        }
    }

    private static string Build(string what)
    {
        using Process build = Process.Start("bash", [Path.Combine(Repository.Root, "tests", "corpus", "build"), what]);
        build.WaitForExit();
        if (build.ExitCode != 0) throw new InvalidOperationException($"tests/corpus/build {what} failed.");
        return Path.Combine(Repository.Root, "artifacts", what);
    }
}
