using System.Diagnostics;
using System.Runtime.CompilerServices;
using Waggle.Vm.Cpus;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Hooks;

public abstract unsafe partial class HookPoint
{
    /// <summary>Runs the programs on a context that lies still.</summary>
    private protected HookDecision Run(void* context)
    {
        if (_links.Length == 0) return new(_default, null);
        List<(HookLink Link, VmFault Fault)>? faults = null;
        HookDecision decision;
        VirtualCpu cpu = _engine.Cpus.Enter();
        RunContext run = _engine.Contexts.Take(cpu.Number);
        try
        {
            // Read after the CPU is taken: whoever exchanges the list and then waits for runs waits for this one, or is seen here.
            decision = RunAll(Volatile.Read(ref _links), run, cpu.Number, (ulong)context, ref faults);
        }
        finally
        {
            _engine.Contexts.GiveBack(cpu.Number, run);
            _engine.Cpus.Exit(cpu);
        }

        if (faults is not null) Raise(faults);
        return decision;
    }

    private HookDecision RunAll(HookLink[] links, RunContext run, int cpu, ulong context, ref List<(HookLink Link, VmFault Fault)>? faults)
    {
        foreach (HookLink link in links)
        {
            ref HookCounters.PerCpu counters = ref link.Counters.On(cpu);
            counters.Runs++;
            int value;
            try
            {
                value = MeasuresTime ? RunTimed(link, run, cpu, context, ref counters) : RunOne(link, run, cpu, context);
                run.End();
            }
            catch (FaultException e)
            {
                run.End();
                counters.Faults++;
                (faults ??= []).Add((link, e.Fault));
                if (Options.OnFault is { } answer) return new(answer, link);
                continue;
            }

            if (value != _pass && _mayDecide) return new(value, link);
        }

        return new(_default, null);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int RunOne(HookLink link, RunContext run, int cpu, ulong context)
    {
        run.Begin(link.Executable, cpu, context, _budget);
        return (int)link.Executable.Run(run, context, 0, run.StackTop);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int RunTimed(HookLink link, RunContext run, int cpu, ulong context, ref HookCounters.PerCpu counters)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            return RunOne(link, run, cpu, context);
        }
        finally
        {
            counters.Ticks += Stopwatch.GetTimestamp() - start;
            counters.TimedRuns++;
        }
    }

    private void Raise(List<(HookLink Link, VmFault Fault)> faults)
    {
        foreach ((HookLink link, VmFault fault) in faults) Faulted?.Invoke(link, fault);
    }
}
