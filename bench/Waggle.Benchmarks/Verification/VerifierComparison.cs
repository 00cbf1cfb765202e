using System.Diagnostics;
using System.Runtime;
using Waggle.Benchmarks.Paths;
using Waggle.Bpf.Types;
using Waggle.Verifier;

namespace Waggle.Benchmarks.Verification;

/// <summary>Verifies the programs of the corpus and the kernel's own test programs, here and in the running kernel, in turns.</summary>
/// <remarks>On one CPU and one thread. Ours is all that <see cref="ProgramVerifier.Verify"/> does for a program; what is kept of its object is warm, as the
/// kernel's types and maps are in the kernel.</remarks>
internal static class VerifierComparison
{
    private const int MaximumWarmUps = 10;
    private const double LongInMicroseconds = 100_000; // is measured in fewer rounds

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
            List<Measurement> measured = [];
            for (int i = 0; i < cases.Length; i++)
            {
                if (Measure(cases[i], rules, kernel, first[i], options.Rounds) is { } measurement) measured.Add(measurement);
            }
            ComparisonReport.Print(folder, measured);
            ComparisonReport.PrintMemory(LargestMemory.Measure(cases, measured, rules));
            if (options.TableFile is { } file) ComparisonReport.Append(file, measured);
            isAlike &= measured.Count > 0;
        }

        return isAlike ? 0 : 1;
    }

    private static Measurement? Measure(VerifierCase program, VerifierOptions rules, KernelVerification kernel, double first, int rounds)
    {
        if (kernel.Verify(program.Object, program.Program) is not { } verdict) return null;
        List<double> our = [], their = [];
        int count = first > LongInMicroseconds ? Math.Min(rounds, 3) : rounds;
        for (int round = 0; round < count; round++)
        {
            our.Add(Time(program, rules));
            their.Add(kernel.Verify(program.Object, program.Program)?.Microseconds ?? 0);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        Verdict ours = ProgramVerifier.Verify(program.Object, program.Fitted, rules);
        return new Measurement(program.Name, program.Program.Functions.Length > 1)
        {
            IsAccepted = ours.IsAccepted,
            IsAcceptedByKernel = verdict.IsAccepted,
            First = first,
            Best = our.Min(),
            Median = InTurns.Median(our),
            KernelBest = their.Min(),
            KernelMedian = InTurns.Median(their),
            Instructions = ours.Report.Instructions,
            KernelInstructions = verdict.Instructions,
            Allocated = GC.GetAllocatedBytesForCurrentThread() - before,
        };
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
