using System.Runtime.CompilerServices;
using Waggle.Vm.Cpus;
using Waggle.Vm.Execution;

namespace Waggle.Vm;

/// <summary>Run contexts by virtual CPU. A CPU has more than one where programs start programs: one for each depth.</summary>
/// <remarks>They are used by who holds the CPU, so nothing need be written to take one.</remarks>
internal sealed class RunContexts : IDisposable
{
    private readonly VmHost _host;
    private readonly CallbackQueue _callbacks;
    private readonly RunContext[][] _runs;

    internal RunContexts(int cpuCount, VmHost host, CallbackQueue callbacks)
    {
        (_host, _callbacks, _runs) = (host, callbacks, new RunContext[cpuCount][]);
        Array.Fill(_runs, []);
    }

    /// <summary>The context for the run that the CPU was entered for last. The caller ends it (<see cref="RunContext.End"/>) before it leaves the CPU.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal RunContext Of(VirtualCpu cpu)
    {
        RunContext[] runs = _runs[cpu.Number];
        int depth = cpu.Depth - 1;
        return (uint)depth < (uint)runs.Length ? runs[depth] : Add(cpu);
    }

    public void Dispose()
    {
        foreach (RunContext run in _runs.SelectMany(runs => runs)) run.Dispose();
        Array.Fill(_runs, []);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private RunContext Add(VirtualCpu cpu)
    {
        ref RunContext[] runs = ref _runs[cpu.Number];
        while (runs.Length < cpu.Depth) runs = [.. runs, new RunContext { Host = _host, Callbacks = _callbacks }];
        return runs[cpu.Depth - 1];
    }
}
