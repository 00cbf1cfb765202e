using System.Text.Json;
using Waggle.Benchmarks.Paths;
using Waggle.Benchmarks.Verification;
using Waggle.Benchmarks.Vm;
using Waggle.Bpf.Errors;
using Waggle.Linux;
using ComparisonOptions = Waggle.Benchmarks.Vm.ComparisonOptions;

namespace Waggle.Benchmarks.Pairs;

/// <summary>Compares programs in C#, compiled by us, with the same programs in C, compiled by clang -O2: their size, what the kernel's
/// verifier has to walk through, and what a run takes.</summary>
internal static class PairComparison
{
    public static int Run(string[] arguments)
    {
        ComparisonOptions options = ComparisonOptions.Parse(arguments);
        SystemCalls.PinToCpu(1);
        KernelEngine kernel = KernelEngine.Create();
        KernelVerification verifier = new();
        using StreamWriter? json = options.JsonFile is null ? null : new StreamWriter(options.JsonFile);
        List<PairMeasurement> measured = [];
        bool isAlike = true;
        Console.WriteLine($"{"program",-18} {"instructions",18} {"verifier",22} {"time in ns",24} {"compile ms",11}");
        foreach (Pair pair in Pair.All(options.Cpu, options.Filter))
        {
            try
            {
                PairMeasurement taken = PairMeasurement.Take(kernel, verifier, pair, options.Rounds);
                Print(taken);
                json?.WriteLine(JsonSerializer.Serialize(new
                {
                    taken.Name,
                    Instructions = taken.Instructions.Ours,
                    ClangInstructions = taken.Instructions.Theirs,
                    Verified = taken.Verified.Ours,
                    ClangVerified = taken.Verified.Theirs,
                    Nanoseconds = taken.Nanoseconds.Ours,
                    ClangNanoseconds = taken.Nanoseconds.Theirs,
                    taken.CompileMilliseconds,
                    taken.IsSame,
                }));
                isAlike &= taken.IsSame;
                // What differs computes something else: its figures mean nothing.
                if (taken.IsSame && taken.Name != BenchmarkProgram.Empty) measured.Add(taken);
            }
            catch (BpfException error)
            {
                Console.WriteLine($"{pair.Theirs.Name,-18} does not load: {error.Message.Split('\n')[0]}");
                isAlike = false;
            }
        }

        if (measured.Count > 0) PrintMeans(measured);
        return isAlike && measured.Count > 0 ? 0 : 1;
    }

    private static void Print(PairMeasurement pair) => Console.WriteLine(
        $"{pair.Name,-18} {pair.Instructions.Ours,5} {pair.Instructions.Theirs,5} {pair.SizeRatio,6:F2} {pair.Verified.Ours,7} {pair.Verified.Theirs,7} {pair.VerifierRatio,6:F2}"
        + $" {pair.Nanoseconds.Ours,8:F0} {pair.Nanoseconds.Theirs,8:F0} {pair.TimeRatio,6:F3} {pair.CompileMilliseconds,11:F1}{(pair.IsSame ? "" : "   DIFFERS")}");

    private static void PrintMeans(List<PairMeasurement> measured) => Console.WriteLine(
        $"{measured.Count} pairs, geometric means: instructions {Mean(measured, pair => pair.SizeRatio):F3}, verifier {Mean(measured, pair => pair.VerifierRatio):F3},"
        + $" time {Mean(measured, pair => pair.TimeRatio):F3}; compile time median {InTurns.Median([.. measured.Select(pair => pair.CompileMilliseconds)]):F1} ms,"
        + $" longest {measured.Max(pair => pair.CompileMilliseconds):F1} ms");

    private static double Mean(List<PairMeasurement> measured, Func<PairMeasurement, double> ratio) =>
        Math.Exp(measured.Average(pair => Math.Log(ratio(pair))));
}
