namespace Waggle.Benchmarks.Vm;

/// <summary>The embedded engine's forms that are measured beside the kernel.</summary>
internal static class VmRunners
{
    /// <summary>Makes a program ready in each. The caller disposes them.</summary>
    public static IEnumerable<IProgramRunner> For(BenchmarkProgram program)
    {
        _ = program;
        return [];
    }
}
