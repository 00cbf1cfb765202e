using Waggle.Verifier.Analysis;
using Waggle.Verifier.Code;
using Waggle.Verifier.States;

namespace Waggle.Fuzz.Verifier;

/// <summary>The states that an exploration went through, by slot.</summary>
/// <remarks>Kept from program to program, so that states are made once.</remarks>
internal sealed class StateTrace : IStateObserver
{
    private readonly List<PathState> _states = [];
    private readonly List<int> _next = []; // of each state: the one before it at the same slot
    private int[] _last = [];
    private int _count;

    /// <summary>The program.</summary>
    public ProgramText? Text { get; private set; }

    public int Count => _count;

    public void Begin(int slots)
    {
        if (_last.Length < slots) _last = new int[slots];
        Array.Fill(_last, -1);
        (_count, Text) = (0, null);
    }

    public void Visit(ProgramText text, PathState state)
    {
        Text = text;
        if (_count == _states.Count)
        {
            _states.Add(new PathState());
            _next.Add(-1);
        }

        _states[_count].CopyFrom(state);
        _next[_count] = _last[state.Slot];
        _last[state.Slot] = _count++;
    }

    /// <summary>The states at a slot, the last one first.</summary>
    public IEnumerable<PathState> At(int slot)
    {
        for (int i = _last[slot]; i >= 0; i = _next[i]) yield return _states[i];
    }
}
