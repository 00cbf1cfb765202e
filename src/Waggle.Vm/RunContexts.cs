using Waggle.Vm.Execution;

namespace Waggle.Vm;

/// <summary>Run contexts that are free, by virtual CPU. A CPU has more than one where programs start programs.</summary>
/// <remarks>Whoever holds a CPU may take and give back its contexts; nobody else.</remarks>
internal sealed class RunContexts(int cpuCount, VmHost host, CallbackQueue callbacks) : IDisposable
{
    private readonly RunContext?[] _free = new RunContext?[cpuCount];

    internal RunContext Take(int cpu)
    {
        RunContext run = _free[cpu] ?? new RunContext { Host = host, Callbacks = callbacks };
        _free[cpu] = run.NextFree;
        return run;
    }

    internal void GiveBack(int cpu, RunContext run)
    {
        run.End();
        run.NextFree = _free[cpu];
        _free[cpu] = run;
    }

    public void Dispose()
    {
        for (int cpu = 0; cpu < _free.Length; cpu++)
        {
            for (RunContext? run = _free[cpu]; run is not null; run = run.NextFree) run.Dispose();
            _free[cpu] = null;
        }
    }
}
