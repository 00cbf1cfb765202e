using System.Diagnostics;
using System.Globalization;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Vm;
using Waggle.Vm.Execution;
using Waggle.Vm.Hooks;

namespace Waggle.Benchmarks.Vm;

/// <summary>What a call of a hook costs over the program that it runs, and what that program's own calls cost.</summary>
/// <remarks>The same rounds in turns; of each the best and, in parentheses, the median. What is done many times in a program is measured as the difference to the same
/// program that does it half as often.</remarks>
internal static unsafe class HookCosts
{
    private const int Rounds = 60, Calls = 50_000, SettlingRounds = 20, Many = 64;
    private const string Section = "bench";

    private const string Empty = "r0 = *(u32 *)(r1 + 0)\nr0 &= 1\nexit";

    // Another key each time, or one lookup would do for all.
    private const string Key = "r8 += 7\nr8 &= 511\n*(u64 *)(r10 - 8) = r8\n";
    private const string Lookup = Key + "r1 = map[MAP]\nr2 = r10\nr2 += -8\ncall bpf_map_lookup_elem\nif r0 == 0 goto out\nr3 = *(u64 *)(r0 + 0)\nr7 += r3\n";
    private const string NoLookup = Key + "r3 = *(u64 *)(r10 - 8)\nr7 += r3\n";
    private const string Change = "r1 = *(u64 *)(r1 + 0)\n*(u64 *)(r10 - 8) = r1\nr1 = map[hash]\nr2 = r10\nr2 += -8\nr3 = r2\nr4 = 0\ncall bpf_map_update_elem\n"
        + "r1 = map[hash]\nr2 = r10\nr2 += -8\ncall bpf_map_delete_elem\nexit";
    private const string End = "out:\nr0 = r7\nexit";

    public static int Run()
    {
        foreach (VmSafety safety in new[] { VmSafety.Verified, VmSafety.Checked })
        {
            string form = safety == VmSafety.Verified ? "with a proof" : "checked";
            using VmEngine engine = new(new VmOptions { Safety = safety });
            using HookPoint<ulong> hook = new(engine, Section), observed = new(engine, Section, HookOptions.Observe), changing = new(engine, Section), timed = new(engine, Section, new() { MeasuresTime = true });
            VmProgram program = Load(engine, Empty);
            using HookLink link = hook.Attach(program);
            timed.Attach(program);
            changing.Attach(Load(engine, Change));
            for (int i = 0; i < 4; i++) observed.Attach(program);

            (double[] best, double[] median) = InTurn(
                calls => Itself(engine, program, calls),
                calls => Through(hook, calls),
                calls => Through(observed, calls),
                calls => Through(timed, calls),
                calls => Direct(program, calls),
                calls => Lease(engine, calls),
                calls => TakeContext(engine, calls),
                calls => Through(changing, calls));
            void Show(string what, Func<double[], double> of) => Print(form, what, of(best), of(median));
            Show("program itself", t => t[0]);
            Show("hook, over the program", t => t[1] - t[0]);
            Show("  of that: leasing a CPU", t => t[5]);
            Show("  of that: taking a run's context", t => t[6]);
            Show("each further program of the hook", t => (t[2] - t[1]) / 3 - t[0]);
            Show("measuring time", t => t[3] - t[1]);
            Show("hash update and delete, in a call", t => t[7] - t[1]);
            Show("VmProgram.Run, over the program", t => t[4] - t[0]);

            Print(form, "helper call", Each(engine, "call bpf_get_smp_processor_id\nr7 += r0\n"));
            double key = Each(engine, NoLookup);
            Print(form, "array lookup", Each(engine, Lookup.Replace("MAP", "array", StringComparison.Ordinal)) - key);
            Print(form, "hash lookup", Each(engine, Lookup.Replace("MAP", "hash", StringComparison.Ordinal)) - key);
        }

        return 0;
    }

    // What one repetition of a piece of code takes.
    private static double Each(VmEngine engine, string piece)
    {
        using HookPoint<ulong> few = new(engine, Section), many = new(engine, Section);
        few.Attach(Load(engine, Text(Many / 2)));
        many.Attach(Load(engine, Text(Many)));
        double[] times = InTurn(calls => Through(few, calls), calls => Through(many, calls)).Best;
        return (times[1] - times[0]) / (Many / 2);

        string Text(int count) => $"r7 = 0\nr8 = *(u64 *)(r1 + 0)\n{string.Concat(Enumerable.Repeat(piece, count))}{End}";
    }

    private static VmProgram Load(VmEngine engine, string text)
    {
        AssembledProgram code = Assembler.Assemble(text, HelperNames.Symbols);
        VmObject loaded = engine.Load(new BpfObject
        {
            Maps = [.. code.MapReferences.Select(r => r.MapName).Distinct().Select(Map)],
            Programs = [new() { Name = Section, Section = Section, Type = ProgramType.Unspecified, Instructions = code.Instructions, MapReferences = [.. code.MapReferences] }],
        });
        if (code.MapReferences.Any(r => r.MapName == "hash"))
        {
            for (ulong key = 0; key < 1000; key++) loaded.Map<ulong, ulong>("hash")[key] = key;
        }

        return loaded.Programs[Section];
    }

    private static MapSpec Map(string name) => name == "hash"
        ? new(name, MapType.Hash) { KeySizeInBytes = 8, ValueSizeInBytes = 8, MaxEntries = 10_000 }
        : new(name, MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = 8, MaxEntries = 1000 };

    private static double Through(HookPoint<ulong> hook, int calls)
    {
        ulong context = 0;
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < calls; i++) hook.Run(ref context);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / calls;
    }

    private static double Direct(VmProgram program, int calls)
    {
        byte[] context = new byte[8];
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < calls; i++) program.Run(context: context);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / calls;
    }

    private static double Lease(VmEngine engine, int calls)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < calls; i++) engine.Cpus.Exit(engine.Cpus.Enter());
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / calls;
    }

    private static double TakeContext(VmEngine engine, int calls)
    {
        var cpu = engine.Cpus.Enter();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < calls; i++) engine.Contexts.Of(cpu).End();
        double time = Stopwatch.GetElapsedTime(start).TotalNanoseconds / calls;
        engine.Cpus.Exit(cpu);
        return time;
    }

    private static double Itself(VmEngine engine, VmProgram program, int calls)
    {
        ulong context = 0, sum = 0;
        var cpu = engine.Cpus.Enter();
        RunContext run = engine.Contexts.Of(cpu);
        run.Begin(program.Executable, cpu.Number, (ulong)&context, engine.Options.InstructionBudget);
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < calls; i++) sum += program.Executable.Run(run, (ulong)&context, 0, run.StackTop);
        double time = Stopwatch.GetElapsedTime(start).TotalNanoseconds / calls;
        run.End();
        engine.Cpus.Exit(cpu);
        return sum == 0 ? time : 0;
    }

    private static (double[] Best, double[] Median) InTurn(params Func<int, double>[] sides)
    {
        // .NET compiles what runs often a second time, in the background.
        for (int i = 0; i < SettlingRounds; i++)
        {
            foreach (Func<int, double> side in sides) side(Calls);
            Thread.Sleep(20);
        }

        double[][] times = [.. sides.Select(_ => new double[Rounds])];
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < sides.Length; i++)
            {
                int turn = (i + round) % sides.Length;
                times[turn][round] = sides[turn](Calls);
            }
        }

        foreach (double[] side in times) side.AsSpan().Sort();
        return ([.. times.Select(t => t[0])], [.. times.Select(t => t[Rounds / 2])]);
    }

    private static void Print(string form, string what, double nanoseconds, double? median = null) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{form,-13} {what,-34} {nanoseconds,7:F1} ns{(median is { } usual ? $" ({usual:F1})" : "")}"));
}
