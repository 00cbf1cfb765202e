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
        if (_links.Length == 0) return new(Options.Default, null);
        Failures failures = default;
        VirtualCpu cpu = _engine.Cpus.Enter();
        RunContext run = _engine.Contexts.Take(cpu.Number);
        HookDecision decision;
        try
        {
            // Read after the CPU is taken: whoever exchanges the list and then waits for runs waits for this one, or is seen here.
            decision = RunAll(Volatile.Read(ref _links), run, cpu.Number, (ulong)context, ref failures);
        }
        finally
        {
            _engine.Contexts.GiveBack(cpu.Number, run);
            _engine.Cpus.Exit(cpu);
        }

        if (failures.First is not null) Raise(failures);
        return decision;
    }

    private HookDecision RunAll(HookLink[] links, RunContext run, int cpu, ulong context, ref Failures failures)
    {
        HookOptions options = Options;
        for (int i = 0; i < links.Length; i++)
        {
            HookLink link = links[i];
            if (i > 0) run.ReleaseHeld();
            ref HookCounters.PerCpu counters = ref link.Counters.On(cpu);
            counters.Runs++;
            try
            {
                int value = MeasuresTime ? RunTimed(link, run, cpu, context, ref counters) : RunOne(link, run, cpu, context);
                if (options.Pass is { } pass && value != pass) return new(value, link);
            }
            catch (FaultException e)
            {
                counters.Faults++;
                failures.Add(link, e.Fault);
                if (options.OnFault is { } answer) return new(answer, link);
            }
        }

        return new(options.Default, null);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int RunOne(HookLink link, RunContext run, int cpu, ulong context)
    {
        run.Begin(link.Executable, cpu, context, _engine.Options.InstructionBudget);
        run.SetPacket(context, _context.Shape.Size); // for reads at computed offsets: see StructContext
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

    private void Raise(in Failures failures)
    {
        if (Faulted is not { } handlers) return;
        handlers(failures.First!.Value.Link, failures.First.Value.Fault);
        if (failures.Others is null) return;
        foreach ((HookLink link, VmFault fault) in failures.Others) handlers(link, fault);
    }

    // Mostly none, seldom more than one.
    private struct Failures
    {
        public (HookLink Link, VmFault Fault)? First;
        public List<(HookLink Link, VmFault Fault)>? Others;

        public void Add(HookLink link, VmFault fault)
        {
            if (First is null) First = (link, fault);
            else (Others ??= []).Add((link, fault));
        }
    }
}
