using Waggle.Bpf.Objects;
using Waggle.Verifier.Analysis;
using Waggle.Verifier.Code;
using Waggle.Verifier.States;

namespace Waggle.Fuzz.Verifier;

/// <summary>The states that an exploration went through, by slot.</summary>
/// <remarks>Kept from program to program, so that states are made once.</remarks>
internal sealed class StateTrace : IStateObserver
{
    private readonly List<PathState> _states = [];
    private readonly List<int> _before = []; // of each state: the one before it at the same slot
    private int[] _last = [];
    private int _count;

    /// <summary>The program.</summary>
    public ProgramText? Text { get; private set; }

    /// <summary>Its maps, by the numbers that registers have.</summary>
    public IReadOnlyList<MapSpec> Maps { get; private set; } = [];

    public int Count => _count;

    public void Begin(int slots)
    {
        if (_last.Length < slots) _last = new int[slots];
        Array.Fill(_last, -1);
        (_count, Text, Maps) = (0, null, []);
    }

    public void Visit(ProgramText text, IReadOnlyList<MapSpec> maps, PathState state)
    {
        (Text, Maps) = (text, maps);
        if (_count == _states.Count)
        {
            _states.Add(new PathState());
            _before.Add(-1);
        }

        _states[_count].CopyFrom(state);
        _before[_count] = _last[state.Slot];
        _last[state.Slot] = _count++;
    }

    /// <summary>The number of the last state at a slot; -1 if there is none.</summary>
    public int LastAt(int slot) => _last[slot];

    /// <summary>The number of the state at the same slot before one; -1 if there is none.</summary>
    public int Before(int state) => _before[state];

    public PathState this[int state] => _states[state];
}
