using Waggle.Bpf.Catalog;
using Waggle.Bpf.Engines;
using Waggle.Verifier.States;
using Waggle.Vm;
using Waggle.Vm.Execution;
using Waggle.Vm.Interpreter;

namespace Waggle.Fuzz.Verifier;

/// <summary>Runs a program that the verifier took, and compares every step with the states that it went through.</summary>
/// <remarks>Accesses are checked as they are made: a fault is a finding, too.</remarks>
internal sealed unsafe class WatchedRun : IDisposable
{
    // Far more than any loop of ours has rounds, and soon spent by one that does not end.
    private const long Budget = 40_000;
    private const int ContextSize = 192, MostPacket = 96, LeastPacket = 14, ReasonsShown = 6;

    private readonly VmEngine _engine = new(new VmOptions { CpuCount = 1, HasTimerThread = false, InstructionBudget = Budget, Execution = VmExecution.Interpreter });
    private readonly FuzzMaps _maps;
    private readonly int[] _callSites = new int[PathState.MostFrames];
    private StateTrace _trace = new();
    private Containment? _containment;
    private int _depth, _lastSlot;
    private string? _finding;

    public WatchedRun() => _maps = new FuzzMaps(_engine.Cpus);

    /// <summary>Steps that were compared, over all runs.</summary>
    public long Steps { get; private set; }

    /// <summary>Runs a program on some inputs.</summary>
    /// <param name="test">The program.</param>
    /// <param name="trace">The states that the verifier went through.</param>
    /// <param name="isEndless">Whether it may use up its budget: what bounds such loops is more than a test's patience.</param>
    /// <param name="inputs">Number of runs.</param>
    /// <param name="random">What the inputs follow from.</param>
    /// <returns>What is wrong; null if nothing is.</returns>
    public string? Compare(TestCase test, StateTrace trace, bool isEndless, int inputs, RandomSource random)
    {
        (_trace, _finding) = (trace, null);
        _maps.Renew();
        _containment = new Containment(trace.Text!, trace.Maps, _maps.All);
        ProgramImage image = new ProgramLinking(test.ToProgram(), _maps.All, _engine.Helpers, externs: null).Link([], isTrusted: false);
        using VmProgram program = new(_engine, test.ToProgram(), new InterpretedProgram(image, int.MaxValue, pauses: true) { Observer = Watch });
        Span<byte> context = stackalloc byte[ContextSize], packet = stackalloc byte[MostPacket];
        for (int i = 0; i < inputs; i++)
        {
            _maps.Fill(ref random);
            EdgeNumbers.Fill(context, ref random);
            EdgeNumbers.Fill(packet, ref random);
            (_depth, _lastSlot, _callSites[0]) = (0, -1, -1);
            try
            {
                // An XDP context says where the packet lies: it is not made up.
                program.Run(new ProgramRun { Context = test.Type == ProgramType.Xdp ? [] : context[..image.Context.Size], Packet = packet[..(LeastPacket + random.Below(MostPacket - LeastPacket))] });
            }
            catch (VmFaultException e) when (e.Fault.Kind == VmFaultKind.Budget && isEndless)
            {
                continue; // bpf_loop and may_goto go on for millions of rounds
            }
            catch (VmFaultException e) when (e.Fault.Kind == VmFaultKind.HelperArgument && e.Message.EndsWith("does not point to the stack.", StringComparison.Ordinal))
            {
                continue; // the kernel takes pointers that have left the stack, too, as long as nobody uses them
            }
            catch (VmFaultException e)
            {
                return $"accepted, and faults ({e.Fault.Kind}) at {e.Fault.Instruction}: {e.Message}";
            }

            if (_finding is not null) return _finding;
        }

        return null;
    }

    public void Dispose() => _engine.Dispose();

    private void Watch(RunContext run, int slot, ulong* registers)
    {
        if (_finding is not null) return;
        Steps++;
        int depth = (int)(((ulong)run.StackTop - registers[10]) / RunContext.FrameSize);
        if (depth > _depth) _callSites[depth] = _lastSlot; // a call, or a helper that calls back
        (_depth, _lastSlot) = (depth, slot);
        ConcreteState real = new(run, slot, registers, _callSites.AsSpan(0, depth + 1));
        List<string>? reasons = null;
        foreach (PathState state in _trace.At(slot))
        {
            if (!HasCallSites(state, depth)) continue;
            string? why = _containment!.Differs(state, real);
            if (why is null) return;
            (reasons ??= []).Add(why);
        }

        _finding = reasons is null ? $"runs instruction {slot} (call depth {depth}), which the verifier never came to"
            : $"state not contained at {slot} (of {reasons.Count}): {string.Join("\n  or ", reasons.Take(ReasonsShown))}";
    }

    private bool HasCallSites(PathState state, int depth)
    {
        if (state.Depth != depth) return false;
        for (int i = 1; i <= depth; i++)
        {
            if (state[i].CallSite != _callSites[i]) return false;
        }

        return true;
    }
}
