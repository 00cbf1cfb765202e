using System.Collections.Immutable;
using System.Reflection;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;
using Waggle.CSharp;
using Waggle.Testing.Comparisons;
using Waggle.Vm;

namespace Waggle.Testing;

/// <content>The same scenario as plain C#, in the embedded engine and in the kernel.</content>
public sealed partial class BpfTest
{
    private const string LeastPrivilege = "the process is not privileged: run the test as root";

    private Observations? _observations;
    private ImmutableArray<Type> _classes = [];

    /// <summary>Runs a scenario as plain C#, in the embedded engine and in the kernel, and compares what programs returned, the packets and contexts that they left,
    /// and in the end all maps and global variables.</summary>
    /// <param name="programClass">A class with <c>[BpfProgram]</c>.</param>
    /// <param name="scenario">Fills maps and runs programs; it is called once for each engine, and may assert, too. What programs are told of time, tasks
    /// and chance is the kernel's own there, so that nothing of it may come into a result: leave such maps out by <paramref name="exceptMaps"/>.</param>
    /// <param name="exceptMaps">Maps that are not compared, by name.</param>
    /// <returns>The engines that agree, and which it could not run in: the kernel without root, for example.</returns>
    /// <exception cref="DifferenceException">They do not come to the same; the text says run, map and key, and what each engine has.</exception>
    /// <exception cref="BpfException">An engine's verifier rejects a program, or an input does not fit.</exception>
    /// <remarks>In the kernel the programs are attached to nothing: it makes test runs only, of the types that it has them for. Other types are compared between
    /// plain C# and the embedded engine, and those that this one does not have run as plain C# only.</remarks>
    public static Comparison CompareEverywhere(Type programClass, Action<BpfTest> scenario, params ReadOnlySpan<string> exceptMaps)
    {
        ArgumentNullException.ThrowIfNull(programClass);
        ArgumentNullException.ThrowIfNull(scenario);
        ImmutableArray<Type> classes = [programClass];
        string[] excepted = [.. exceptMaps];
        using OneCpu? cpu = OperatingSystem.IsLinux() ? new OneCpu() : null;

        List<(TestEngine Engine, Observations Seen)> all = [(TestEngine.Plain, Observe(TestEngine.Plain, classes, scenario, excepted, 0, static _ => true))];
        IReadOnlySet<string> used = all[0].Seen.Programs;
        var leftOut = ImmutableDictionary.CreateBuilder<TestEngine, string>();
        foreach (TestEngine engine in (TestEngine[])[TestEngine.Vm, TestEngine.Kernel])
        {
            if (engine == TestEngine.Kernel && WhyNotInKernel(classes, used) is { } why)
            {
                leftOut.Add(engine, why);
                continue;
            }

            try
            {
                all.Add((engine, Observe(engine, classes, scenario, excepted, engine == TestEngine.Kernel ? cpu!.Number : 0, program => used.Contains(program.Name))));
            }
            catch (BpfException error) when (error is BpfNotSupportedException or BpfPermissionException or VmLoadException and not VmRejectionException)
            {
                leftOut.Add(engine, error.Message);
            }
        }

        ImmutableArray<Difference> differences = Compare(all);
        return differences.IsEmpty
            ? new Comparison([.. all.Select(a => a.Engine)], leftOut.ToImmutable())
            : throw new DifferenceException(differences);
    }

    private static Observations Observe(
        TestEngine engine, ImmutableArray<Type> classes, Action<BpfTest> scenario, string[] exceptMaps, int cpu, Func<ProgramSpec, bool> isWanted)
    {
        var seen = new Observations();
        using BpfTest test = Load(engine, classes, isWanted);
        (test._observations, test._classes) = (seen, classes);
        scenario(test);
        foreach (LiveMap map in test._maps.Where(m => !exceptMaps.Contains(m)).Select(test.TryFindMap).OfType<LiveMap>())
        {
            if (map.Name.StartsWith('.')) MapContents.ObserveGlobals(seen, map, test._types);
            else MapContents.Observe(seen, map, cpu);
        }

        return seen;
    }

    private static ImmutableArray<Difference> Compare(List<(TestEngine Engine, Observations Seen)> all) =>
    [
        .. from place in all.SelectMany(a => a.Seen.Places).Distinct()
           let values = all.Select(a => (a.Engine, Value: a.Seen.At(place) ?? "has none")).ToImmutableArray()
           where values.Any(v => v.Value != values[0].Value)
           select new Difference(place, values),
    ];

    private static string? WhyNotInKernel(ImmutableArray<Type> classes, IReadOnlySet<string> programs)
    {
        if (!OperatingSystem.IsLinux()) return "this is not Linux";
        if (!Environment.IsPrivilegedProcess) return LeastPrivilege;
        foreach (string program in programs)
        {
            HookAttribute? hook = MethodOf(classes, program)?.GetCustomAttribute<HookAttribute>();
            if (hook is null || !TestRunNeeds.Of(hook.Type).IsRunByKernel) return $"the kernel makes no test runs of {hook?.Type.ToString() ?? "struct_ops"} programs such as {program}";
        }

        return null;
    }

    private static MethodInfo? MethodOf(ImmutableArray<Type> classes, string program)
    {
        const BindingFlags statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        return classes.SelectMany(c => c.GetMethods(statics)).Where(m => m.Name == program).OrderByDescending(m => m.IsDefined(typeof(HookAttribute))).FirstOrDefault();
    }

    private LiveMap? TryFindMap(string name)
    {
        try
        {
            return Object.FindMap(name);
        }
        catch (BpfMapException) // plain C# has no maps of its kind
        {
            return null;
        }
    }

    private void OnRun(ProgramSpec program, TestRun run)
    {
        if (_observations is null) return;
        string returned = Observations.Print(BitConverter.GetBytes(run.ReturnValue));
        if (MethodOf(_classes, program.Name)?.ReturnType is { IsEnum: true } type && Enum.GetName(type, Enum.ToObject(type, run.ReturnValue)) is { } name) returned = $"{name} ({returned})";
        _observations.AddRun(program.Name, program.Type, returned, run.Packet, run.Context);
    }

    private void OnUse(string program) => _observations?.AddProgram(program);
}
