using System.Diagnostics;
using Waggle.Benchmarks.Programs;
using Waggle.Bpf.Objects;
using Waggle.Compiler;
using Waggle.Linux;

namespace Waggle.Benchmarks.Paths;

/// <summary>What a counting program adds to <c>getppid</c>: the same program from C# and from C, in turns.</summary>
/// <remarks>Rounds alternate, so that a change of the machine's speed meets all alike, and each round's cost is compared with the
/// bare call of the same round. The count that each program kept is checked against the calls made.</remarks>
internal static class GetppidCost
{
    private const int CallsPerRound = 1_000_000;
    private const int Rounds = 31;

    internal static int Run()
    {
        KernelEngine engine = KernelEngine.Create();
        BpfObject csharp = BpfCompiler.Compile(typeof(SyscallCounter));
        BpfObject c = ClangProgram.Compile("syscall_counter.bpf.c");
        SystemCalls.PinToCpu(1);
        Time(); // warms up

        List<double> bare = [], addedByCSharp = [], addedByC = [];
        for (int round = 0; round < Rounds; round++)
        {
            double without = Time();
            bare.Add(without);
            // The order alternates: whoever came second would else profit from what the first warmed.
            if (round % 2 == 0)
            {
                addedByCSharp.Add(TimeWith(engine, csharp) - without);
                addedByC.Add(TimeWith(engine, c) - without);
            }
            else
            {
                addedByC.Add(TimeWith(engine, c) - without);
                addedByCSharp.Add(TimeWith(engine, csharp) - without);
            }
        }

        Console.WriteLine($"getppid alone        {Median(bare),7:F1} ns");
        Console.WriteLine($"added by C#          {Median(addedByCSharp),7:F1} ns   ({csharp.Programs[0].Instructions.Length} instructions)");
        Console.WriteLine($"added by clang's C   {Median(addedByC),7:F1} ns   ({c.Programs[0].Instructions.Length} instructions)");
        Console.WriteLine($"ratio of the medians {Median(addedByCSharp) / Median(addedByC),7:F3}");
        return 0;
    }

    private static double TimeWith(KernelEngine engine, BpfObject program)
    {
        using LoadedObject loaded = engine.Load(program);
        loaded.Global<int>(".data", 0).Value = Environment.ProcessId;
        loaded.AttachAll();
        Linux.Maps.BpfMap<uint, ulong> count = loaded.Map<uint, ulong>("count");
        Time(); // warms up caches and branch predictors
        ulong before = count[0];
        double nanoseconds = Time();
        ulong counted = count[0] - before;
        // The runtime's own threads call the system too: at least ours must be there.
        if (counted < CallsPerRound) throw new InvalidOperationException($"{counted} calls were counted, {CallsPerRound} were made.");
        return nanoseconds;
    }

    private static double Time()
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < CallsPerRound; i++) _ = SystemCalls.GetParentProcess();
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / CallsPerRound;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
