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
        VirtualCpu cpu = _engine.Cpus.Enter();
        RunContext run = _engine.Contexts.Take(cpu.Number);
        List<(HookLink Link, VmFault Fault)>? faults = null;
        HookDecision decision = new(_default, null);
        try
        {
            // Read after the CPU is taken: whoever exchanges the list and then waits for runs waits for this one, or is seen here.
            HookLink[] links = Volatile.Read(ref _links);
            for (int i = 0; i < links.Length; i++)
            {
                HookLink link = links[i];
                try
                {
                    int value = RunOne(link, run, cpu.Number, (ulong)context);
                    if (value == _pass || !_mayDecide) continue;
                    decision = new(value, link);
                }
                catch (FaultException e)
                {
                    link.Counters.On(cpu.Number).Faults++;
                    (faults ??= []).Add((link, e.Fault));
                    if (Options.OnFault is not { } answer) continue;
                    decision = new(answer, link);
                }

                break;
            }
        }
        finally
        {
            _engine.Contexts.GiveBack(cpu.Number, run);
            _engine.Cpus.Exit(cpu);
        }

        if (faults is not null) Raise(faults);
        return decision;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int RunOne(HookLink link, RunContext run, int cpu, ulong context)
    {
        ref HookCounters.PerCpu counters = ref link.Counters.On(cpu);
        counters.Runs++;
        run.End(); // of the program before, if there was one
        run.Begin(link.Executable, cpu, context, _budget);
        return MeasuresTime ? RunTimed(link.Executable, run, context, ref counters) : (int)link.Executable.Run(run, context, 0, run.StackTop);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int RunTimed(Executable program, RunContext run, ulong context, ref HookCounters.PerCpu counters)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            return (int)program.Run(run, context, 0, run.StackTop);
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
