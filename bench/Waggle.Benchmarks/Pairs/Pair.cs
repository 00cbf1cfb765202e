using System.Diagnostics;
using System.Reflection;
using Waggle.Benchmarks.Paths;
using Waggle.Benchmarks.Vm;
using Waggle.Bpf.Objects;
using Waggle.Compiler;

namespace Waggle.Benchmarks.Pairs;

/// <summary>A program of bench/programs and its twin in C#: the class of the same name, without underscores, in <c>Pairs.Programs</c>.</summary>
/// <param name="Theirs">The program in C, compiled by clang.</param>
/// <param name="Ours">The same program in C#, compiled by us.</param>
/// <param name="CompileMilliseconds">What compiling ours takes, warm: median.</param>
internal sealed record Pair(BenchmarkProgram Theirs, BenchmarkProgram Ours, double CompileMilliseconds)
{
    private const int WarmCompilations = 7;

    public static IEnumerable<Pair> All(string cpu, string? wanted)
    {
        Dictionary<string, Type> twins = Assembly.GetExecutingAssembly().GetTypes()
            .Where(type => type.Namespace == $"{typeof(Pair).Namespace}.Programs").ToDictionary(type => type.Name, StringComparer.OrdinalIgnoreCase);
        foreach (BenchmarkProgram program in BenchmarkPrograms.Read(cpu, wanted))
        {
            if (!twins.TryGetValue(program.Name.Replace("_", "", StringComparison.Ordinal), out Type? twin)) continue;
            (BpfObject compiled, double milliseconds) = Compile(twin);
            yield return new(program, program with { Name = compiled.Programs[0].Name, Object = compiled }, milliseconds);
        }
    }

    private static (BpfObject Compiled, double Milliseconds) Compile(Type twin)
    {
        BpfObject compiled = BpfCompiler.Compile(twin);
        List<double> times = [];
        for (int i = 0; i < WarmCompilations; i++)
        {
            long start = Stopwatch.GetTimestamp();
            _ = BpfCompiler.Compile(twin);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return (compiled, InTurns.Median(times));
    }
}
