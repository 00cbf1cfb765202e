using Waggle.Bpf.Catalog;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Objects;
using Waggle.Verifier.Proofs;
using Waggle.Verifier.States;
using Waggle.Vm;
using Waggle.Vm.Execution;
using Waggle.Vm.Interpreter;

namespace Waggle.Fuzz.Verifier;

/// <summary>Runs a program that the verifier took, and compares every step with the states that it went through.</summary>
/// <remarks>Accesses are checked as they are made: a fault is a finding, too.</remarks>
internal sealed unsafe class WatchedRun : IDisposable
{
    // Of programs that may go on for millions of rounds: what one round shows, the next ones show too.
    private const int LongestEndless = 2_000;
    private const int ContextSize = 192, MostPacket = 96, LeastPacket = 14, ReasonsShown = 6;

    private readonly VmEngine _engine = new(new VmOptions { CpuCount = 1, HasTimerThread = false, Execution = VmExecution.Interpreter });
    private readonly Dictionary<RealProgram, MapSet> _realMaps = new(ReferenceEqualityComparer.Instance);
    private readonly MapSet _fuzzMaps;
    private readonly ObjectExterns _fuzzExterns;
    private readonly int[] _callSites = new int[RunContext.MaximumFrames], _bases = new int[RunContext.MaximumFrames];
    private readonly byte[] _input = new byte[ContextSize], _packet = new byte[MostPacket];
    private readonly Containment _check = new();
    private StateTrace _trace = null!;
    private int _depth, _lastSlot, _recent, _left;
    private ulong _context; // its address
    private bool _isCut, _comparesStates;
    private string? _finding;

    public WatchedRun()
    {
        BpfObject all = new() { Name = "fuzz", Maps = [.. FuzzMaps.Specs], Externs = FuzzTypes.Externs, Btf = FuzzTypes.Types };
        (_fuzzMaps, _fuzzExterns) = (new MapSet(all, _engine.Cpus), new ObjectExterns(all, _engine.Options, _engine.Helpers));
    }

    /// <summary>Steps that were compared, over all runs.</summary>
    public long Steps { get; private set; }

    /// <summary>Runs a program on some inputs.</summary>
    /// <param name="test">The program.</param>
    /// <param name="program">The same, as it was analysed.</param>
    /// <param name="trace">The states that the verifier went through.</param>
    /// <param name="proof">What was proved of it.</param>
    /// <param name="longest">Instructions by which each run has to be at its end; null if what bounds its loops is more than a test's patience.</param>
    /// <param name="comparesStates">Whether each step must lie in one of the states; else it is only to break no rule.</param>
    /// <param name="inputs">Number of runs.</param>
    /// <param name="random">What the inputs follow from.</param>
    /// <returns>What is wrong; null if nothing is.</returns>
    public string? Compare(TestCase test, ProgramSpec program, StateTrace trace, Proof proof, int? longest, bool comparesStates, int inputs, RandomSource random)
    {
        (_trace, _finding, _comparesStates) = (trace, null, comparesStates);
        (MapSet maps, ObjectExterns externs) = test.Origin is { } real ? (MapsOf(real), new ObjectExterns(real.Object, _engine.Options, _engine.Helpers)) : (_fuzzMaps, _fuzzExterns);
        maps.Renew();
        _check.Begin(trace.Text!, trace.Maps, maps.All);
        ProgramImage image = new ProgramLinking(program, maps.All, _engine.Helpers, externs).Link([], isTrusted: false);
        using VmProgram runnable = new(_engine, program, new InterpretedProgram(image, int.MaxValue, pauses: true) { Observer = Watch });
        for (int i = 0; i < inputs; i++)
        {
            maps.Fill(ref random);
            EdgeNumbers.Fill(_input, ref random);
            EdgeNumbers.Fill(_packet, ref random);
            (_depth, _lastSlot, _callSites[0], _bases[0], _recent, _isCut) = (0, -1, -1, 0, -1, false);
            _left = longest ?? LongestEndless;
            try
            {
                // An XDP context says where the packet lies: it is not made up.
                runnable.Run(new ProgramRun
                {
                    Context = test.Type == ProgramType.Xdp ? [] : _input.AsSpan(0, Math.Min(ContextSize, image.Context.Size)),
                    Packet = _packet.AsSpan(0, LeastPacket + random.Below(MostPacket - LeastPacket)),
                });
            }
            catch (VmFaultException e) when (e.Fault.Kind == VmFaultKind.Budget && _isCut)
            {
                if (_finding is null && longest is not null) return $"accepted after {longest} instructions in all, and a run is not at its end by then";
            }
            catch (VmFaultException e) when (e.Fault.Kind == VmFaultKind.HelperArgument && e.Message.EndsWith("does not point to the stack.", StringComparison.Ordinal))
            {
                // The kernel takes pointers that have left the stack, too, as long as nobody uses them.
            }
            catch (VmFaultException e) when (e.Fault.Kind == VmFaultKind.UnknownHelper && test.Origin is not null)
            {
                return null; // the kernel has more helpers than the engine
            }
            catch (VmFaultException e) when (e.Fault.Kind == VmFaultKind.Memory && (proof[e.Fault.Instruction] & ProofFacts.Elsewhere) != 0)
            {
                return null; // it looks into the kernel's own structs, which the engine has none of
            }
            catch (VmFaultException e) when (_finding is null)
            {
                return $"accepted, and faults ({e.Fault.Kind}) at {e.Fault.Instruction}: {e.Message}";
            }

            if (_finding is not null) return _finding;
        }

        return null;
    }

    public void Dispose()
    {
        foreach (MapSet maps in _realMaps.Values) maps.Dispose();
        _fuzzMaps.Dispose();
        _engine.Dispose();
    }

    private MapSet MapsOf(RealProgram real) => _realMaps.TryGetValue(real, out MapSet? maps) ? maps : _realMaps[real] = new MapSet(real.Object, _engine.Cpus);

    private void Watch(RunContext run, int slot, ulong* registers)
    {
        if (_isCut) return;
        if (!_comparesStates)
        {
            if (--_left < 0) Cut(run);
            return;
        }

        Steps++;
        if (_lastSlot < 0) _context = registers[1];
        int depth = (int)(((ulong)run.StackTop - registers[10]) / RunContext.FrameSize);
        if (depth > _depth)
        {
            // A call, or a helper that calls back. A global function is verified by itself.
            _callSites[depth] = _lastSlot;
            _bases[depth] = _trace.Text!.Containing(slot).IsGlobal ? depth : _bases[_depth];
        }

        (_depth, _lastSlot) = (depth, slot);
        ConcreteState real = new(run, slot, registers, depth - _bases[depth], _context);
        // Mostly the one that followed the state before: the analysis goes along a path, too.
        int next = _recent + 1;
        if (next > 0 && next < _trace.Count && _trace[next].Slot == slot && HasCallSites(_trace[next], depth) && _check.Holds(_trace[next], real)) _recent = next;
        else if (!IsAnywhere(slot, depth, real)) Cut(run);
        if (_finding is null && --_left < 0) Cut(run);
    }

    // The next jump backwards or call ends the run.
    private void Cut(RunContext run) => (_isCut, run.Budget) = (true, -1);

    private bool IsAnywhere(int slot, int depth, in ConcreteState real)
    {
        for (int state = _trace.LastAt(slot); state >= 0; state = _trace.Before(state))
        {
            if (!HasCallSites(_trace[state], depth) || !_check.Holds(_trace[state], real)) continue;
            _recent = state;
            return true;
        }

        _finding = Explain(slot, depth, real);
        return false;
    }

    private string Explain(int slot, int depth, in ConcreteState real)
    {
        List<string> reasons = [];
        for (int state = _trace.LastAt(slot); state >= 0; state = _trace.Before(state))
        {
            if (HasCallSites(_trace[state], depth) && !_check.Holds(_trace[state], real)) reasons.Add(_check.Explain(_trace[state], real));
        }

        return reasons.Count == 0 ? $"runs instruction {slot} (call depth {depth}), which the verifier never came to"
            : $"state not contained at {slot} (of {reasons.Count}): {string.Join("\n  or ", reasons.Take(ReasonsShown))}";
    }

    private bool HasCallSites(PathState state, int depth)
    {
        int first = _bases[depth];
        if (state.Depth != depth - first) return false;
        for (int i = 1; i <= state.Depth; i++)
        {
            if (state[i].CallSite != _callSites[first + i]) return false;
        }

        return true;
    }
}
