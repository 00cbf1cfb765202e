using System.Diagnostics;
using Waggle.Benchmarks.Programs;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;
using Waggle.Compiler;
using Waggle.Linux;

namespace Waggle.Benchmarks.Paths;

/// <summary>What a counting program adds to <c>getppid</c>: the same program from C# and from C, in turns.</summary>
/// <remarks>Many short rounds in turns, so that a change of the machine's speed meets all alike. The fastest round of each is
/// compared: other work on the machine only ever adds. The count that each program kept is checked against the calls made.</remarks>
internal static class GetppidCost
{
    private const int CallsPerRound = 20_000;
    private const int Rounds = 400;

    internal static int Run()
    {
        KernelEngine engine = KernelEngine.Create();
        BpfObject csharp = BpfCompiler.Compile(typeof(SyscallCounter));
        BpfObject c = ClangProgram.Compile("syscall_counter.bpf.c");
        using Counter byCSharp = new(engine, csharp), byC = new(engine, c);
        SystemCalls.PinToCpu(1);

        List<double> bare = [], withCSharp = [], withC = [];
        for (int round = 0; round < Rounds; round++)
        {
            bare.Add(Time());
            // The order alternates: whoever came second would else profit from what the first warmed.
            if (round % 2 == 0) withCSharp.Add(byCSharp.Time());
            withC.Add(byC.Time());
            if (round % 2 != 0) withCSharp.Add(byCSharp.Time());
        }

        double alone = bare.Min(), addedByCSharp = withCSharp.Min() - alone, addedByC = withC.Min() - alone;
        Console.WriteLine($"getppid alone       {alone,7:F1} ns   (median {InTurns.Median(bare):F1})");
        Console.WriteLine($"added by C#         {addedByCSharp,7:F1} ns   (medians {InTurns.Median(withCSharp) - InTurns.Median(bare):F1}, {csharp.Programs[0].Instructions.Length} instructions)");
        Console.WriteLine($"added by clang's C  {addedByC,7:F1} ns   (medians {InTurns.Median(withC) - InTurns.Median(bare):F1}, {c.Programs[0].Instructions.Length} instructions)");
        Console.WriteLine($"ratio               {addedByCSharp / addedByC,7:F3}");
        return 0;
    }

    private static double Time()
    {
        for (int i = 0; i < CallsPerRound / 10; i++) _ = SystemCalls.GetParentProcess(); // caches, branch predictors
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < CallsPerRound; i++) _ = SystemCalls.GetParentProcess();
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / CallsPerRound;
    }

    /// <summary>A counting program, loaded once and attached for each round.</summary>
    private sealed class Counter : IDisposable
    {
        private readonly LoadedObject _loaded;
        private readonly BpfMap<uint, ulong> _count;

        internal Counter(KernelEngine engine, BpfObject program)
        {
            _loaded = engine.Load(program);
            _loaded.Global<int>(".data", 0).Value = Environment.ProcessId;
            _count = _loaded.Map<uint, ulong>("count");
        }

        internal double Time()
        {
            ulong before = _count[0];
            _loaded.AttachAll();
            double nanoseconds = GetppidCost.Time();
            _loaded.DetachAll();
            // The runtime's own threads call the system too: at least ours must be there.
            ulong counted = _count[0] - before;
            if (counted < CallsPerRound) throw new InvalidOperationException($"{counted} calls were counted, {CallsPerRound} were made.");
            return nanoseconds;
        }

        public void Dispose() => _loaded.Dispose();
    }
}
