using Waggle.Bpf.Errors;
using Waggle.Vm;

namespace Waggle.Benchmarks.Vm;

/// <summary>The embedded engine's forms that are measured beside the kernel.</summary>
internal static class VmRunners
{
    /// <summary>Makes a program ready in each. The caller disposes them.</summary>
    public static IEnumerable<IProgramRunner> For(BenchmarkProgram program)
    {
        List<IProgramRunner> runners = [];
        try
        {
            runners.Add(new VmRun("vm", program, VmExecution.Jit, VmSafety.Verified));
            runners.Add(new VmRun("checked", program, VmExecution.Jit, VmSafety.Checked));
            runners.Add(new VmRun("interpreter", program, VmExecution.Interpreter, VmSafety.Checked));
        }
        catch (BpfException e)
        {
            Console.WriteLine($"{program.Name}: {e.Message}");
        }

        return runners;
    }
}
