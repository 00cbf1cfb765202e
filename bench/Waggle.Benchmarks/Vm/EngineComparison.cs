using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Waggle.Bpf.Errors;
using Waggle.Linux;

namespace Waggle.Benchmarks.Vm;

/// <summary>Runs the programs of bench/programs in each engine, in turns, and compares times with the kernel's.</summary>
internal static class EngineComparison
{
    private const double RoundInNanoseconds = 2e6;
    private const int MaximumRepeat = 20_000, SettlingRounds = 3, ManyRuns = 1000;

    public static int Run(string[] arguments)
    {
        ComparisonOptions options = ComparisonOptions.Parse(arguments);
        ImmutableArray<BenchmarkProgram> programs = BenchmarkPrograms.Read(options.Cpu, options.Filter);
        KernelEngine kernel = KernelEngine.Create();
        using StreamWriter? json = options.JsonFile is null ? null : new StreamWriter(options.JsonFile);
        Dictionary<string, List<double>> ratios = [];
        int differences = 0;
        foreach (BenchmarkProgram program in programs)
        {
            KernelRun peer;
            try
            {
                peer = KernelRun.Load(kernel, program);
            }
            catch (BpfException error)
            {
                Console.WriteLine($"{program.Name,-18} does not load: {error.Message.AsSpan(0, error.Message.AsSpan().IndexOf('\n') is > 0 and var end ? end : error.Message.Length)}");
                differences++;
                continue;
            }

            IProgramRunner[] runners = [peer, .. VmRunners.For(program)];
            RunOutcome expected = peer.RunOnce();
            if (!peer.RunOften(ManyRuns).IsSameAs(expected) || !peer.RunOnce().IsSameAs(expected))
            {
                Console.WriteLine($"{program.Name}: many runs end otherwise than one; the program must be mended");
                differences++;
            }

            Timing[] timings = Measure(runners, options.Rounds);
            for (int i = 0; i < runners.Length; i++)
            {
                RunOutcome outcome = runners[i].RunOnce();
                double ratio = timings[i].Minimum / timings[0].Minimum;
                if (!outcome.IsSameAs(expected)) differences++;
                if (i > 0 && program.Name != BenchmarkProgram.Empty)
                {
                    ratios.TryAdd(runners[i].Engine, []);
                    ratios[runners[i].Engine].Add(ratio);
                }

                Print(program, runners[i], timings[i], ratio, outcome, outcome.IsSameAs(expected));
                if (json is not null) WriteJson(json, program, runners[i], timings[i], ratio, outcome);
            }

            foreach (IProgramRunner runner in runners) runner.Dispose();
        }

        foreach ((string engine, List<double> each) in ratios)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{engine}: geometric mean {Math.Exp(each.Average(Math.Log)):F3} of the kernel's time, from {each.Min():F3} to {each.Max():F3}, {each.Count} programs"));
        }

        return differences == 0 ? 0 : 1;
    }

    // Rounds alternate, so that a change of the machine's speed meets all engines; each is as long as the others' in time.
    private static Timing[] Measure(IProgramRunner[] runners, int rounds)
    {
        int[] repeats = [.. runners.Select(Calibrate)];
        List<double>[] times = [.. runners.Select(_ => new List<double>(rounds))];
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < runners.Length; i++)
            {
                int turn = (i + round) % runners.Length; // whoever comes second would else profit from what the first warmed
                times[turn].Add(runners[turn].RunRound(repeats[turn]));
            }
        }

        return [.. times.Select(Timing.Of)];
    }

    private static int Calibrate(IProgramRunner runner)
    {
        double time = 0;
        for (int i = 0; i < SettlingRounds; i++) time = runner.RunRound(100);
        return (int)Math.Clamp(RoundInNanoseconds / Math.Max(time, 1), 20, MaximumRepeat);
    }

    private static void Print(BenchmarkProgram program, IProgramRunner runner, Timing timing, double ratio, RunOutcome outcome, bool isRight) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{program.Name,-18} {runner.Engine,-12} {program.Spec.Instructions.Length,7} slots  min {timing.Minimum,9:F1}  median {timing.Median,9:F1}  p99 {timing.P99,9:F1} ns  ratio {ratio,6:F3}  compile {runner.CompileMilliseconds,7:F1} ms  returned {outcome.ReturnValue:x8}{(isRight ? "" : "  WRONG")}"));

    private static void WriteJson(StreamWriter json, BenchmarkProgram program, IProgramRunner runner, Timing timing, double ratio, RunOutcome outcome) =>
        json.WriteLine(JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["program"] = program.Name,
            ["engine"] = runner.Engine,
            ["min_ns"] = timing.Minimum,
            ["median_ns"] = timing.Median,
            ["p99_ns"] = timing.P99,
            ["compile_ms"] = runner.CompileMilliseconds,
            ["ratio_to_kernel"] = ratio,
            ["retval"] = outcome.ReturnValue,
            ["packet_sha256"] = outcome.PacketHash,
        }));
}
