using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Waggle.Vm.Cpus;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Hooks;

public abstract unsafe partial class HookPoint
{
    /// <summary>Runs the programs on a context that lies still.</summary>
    private protected HookDecision Run(void* context)
    {
        if (_links.Length == 0) return new(_default, null);
        VirtualCpu cpu = _cpus.Enter();
        RunContext run = _contexts.Of(cpu);
        // Read after the CPU is taken: whoever exchanges the list and then waits for runs waits for this one, or is seen here.
        HookLink[] links = Volatile.Read(ref _links);
        int at = 0;
        Exception thrown;
        try
        {
            HookDecision decision = RunFrom(links, ref at, run, cpu.Number, (ulong)context);
            _cpus.Exit(cpu);
            GC.KeepAlive(this);
            return decision;
        }
        catch (Exception e) // a fault, or what must not keep the CPU
        {
            thrown = e;
        }

        return GoOn(thrown, links, at, run, cpu, (ulong)context);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private HookDecision RunFrom(HookLink[] links, ref int at, RunContext run, int cpu, ulong context)
    {
        for (int i = at; i < links.Length; i++)
        {
            at = i;
            HookLink link = links[i];
            Executable program = link.Executable;
            ref HookCounters.PerCpu counters = ref link.Counters.On(cpu);
            counters.Runs++;
            run.Begin(program, cpu, context, _budget);
            int value = MeasuresTime ? RunTimed(program, run, context, ref counters) : (int)program.Run(run, context, 0, run.StackTop);
            run.End();
            if (value != _pass && _mayDecide) return new(value, link);
        }

        return new(_default, null);
    }

    // Apart, since .NET keeps in memory what is used both inside and behind a try.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private HookDecision GoOn(Exception thrown, HookLink[] links, int at, RunContext run, VirtualCpu cpu, ulong context)
    {
        List<(HookLink Link, VmFault Fault)> faults = [];
        HookDecision decision = new(_default, null);
        try
        {
            while (true)
            {
                run.End();
                if (thrown is not FaultException fault)
                {
                    ExceptionDispatchInfo.Throw(thrown);
                    break;
                }

                links[at].Counters.On(cpu.Number).Faults++;
                faults.Add((links[at], fault.Fault));
                if (Options.OnFault is { } answer)
                {
                    decision = new(answer, links[at]);
                    break;
                }

                at++;
                try
                {
                    decision = RunFrom(links, ref at, run, cpu.Number, context);
                    break;
                }
                catch (FaultException e)
                {
                    thrown = e;
                }
            }
        }
        finally
        {
            run.End();
            _cpus.Exit(cpu);
        }

        foreach ((HookLink link, VmFault fault) in faults) Faulted?.Invoke(link, fault);
        return decision;
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
}
