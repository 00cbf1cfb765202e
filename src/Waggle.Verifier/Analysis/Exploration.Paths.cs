using Waggle.Verifier.Code;
using Waggle.Verifier.Kernels;
using Waggle.Verifier.States;

namespace Waggle.Verifier.Analysis;

/// <content>Paths that wait, and states that were remembered.</content>
internal sealed partial class Exploration
{
    // States are remembered every few jumps and instructions only (is_state_visited): more of them cost more than they save.
    private const int JumpsBetween = 2, InstructionsBetween = 8, JumpsInLoop = 20, InstructionsInLoop = 100, LongestHistory = 40;
    private const int MissesBeforeEviction = 3, MissesOfForced = 64;

    private readonly Stack<(PathState State, int Slot, int Previous)> _pending = new();
    private readonly Stack<PathState> _spare = new();
    private readonly List<PathState>?[] _checkpoints; // by slot
    private int _jumps, _lastJumps, _lastProcessed, _kept;

    private void Forget()
    {
        Array.Clear(_checkpoints);
        _kept = 0;
        _pending.Clear();
        _historyCount = 0;
        (_state.Parent, _state.Branches, _state.HistoryStart, _state.HistoryEnd) = (null, 1, 0, 0);
        (_state.LoopEntry, _state.TreeDepth, _state.LastSlot) = (null, 0, -1);
        _state.Way = null;
    }

    // Another path begins here, and is gone when this one is at its end.
    private PathState Fork(int slot, int previous, bool isGuess = false)
    {
        PathState branch = Copy(_state);
        branch.Slot = slot;
        branch.IsSpeculative |= isGuess;
        _pending.Push((branch, slot, previous));
        if (_pending.Count > _policy.PendingLimit) throw Reject(Rule.TooComplex, $"The sequence of {_pending.Count} jumps is too complex.");
        if (branch.Parent is not null) branch.Parent.Branches++;
        return branch;
    }

    private PathState Copy(PathState state)
    {
        PathState copy = _spare.TryPop(out PathState? spare) ? spare : new PathState();
        copy.CopyFrom(state);
        return copy;
    }

    // The path is at its end; false if it was the last.
    private bool TakeNextPath()
    {
        EndBranch(_state);
        if (!_pending.TryPop(out (PathState State, int Slot, int Previous) next)) return false;
        _spare.Push(_state);
        (_state, _slot, _last) = next;
        Observer?.Resume();
        return true;
    }

    private static void EndBranch(PathState? state)
    {
        while (state is not null)
        {
            int left = --state.Branches;
            if (left == 0 && state is { Parent: not null, LoopEntry: not null }) EnterLoop(state.Parent, state.LoopEntry);
            if (left != 0) return;
            state = state.Parent;
        }
    }

    // Whether this state is as safe as one that was seen; if not it may be remembered.
    private bool IsVisited()
    {
        bool isForced = (_text.Marks[_slot] & SlotMarks.ForcedCheckpoint) != 0;
        bool mustRemember = isForced || _state.HistoryEnd - _state.HistoryStart > LongestHistory;
        bool remembers = mustRemember || (_jumps - _lastJumps >= JumpsBetween && Processed - _lastProcessed >= InstructionsBetween);
        List<PathState>? known = _checkpoints[_slot];
        bool isFull = !_policy.IsCapable && known?.Count > _profile.Limits.StatesOfInstruction;
        if (known is not null)
        {
            Clean(known);
            MostStatesOfOne = Math.Max(MostStatesOfOne, known.Count);
            for (int i = known.Count - 1; i >= 0; i--)
            {
                PathState old = known[i];
                if (old.Branches > 0)
                {
                    if (ConvergesTo(old))
                    {
                        Join(old);
                        return true;
                    }
                    if (!mustRemember && _jumps - _lastJumps < JumpsInLoop && Processed - _lastProcessed < InstructionsInLoop) remembers = false;
                }
                else
                {
                    PathState? entry = LoopEntryOf(old);
                    bool isInLoop = entry is { Branches: > 0 };
                    if (_comparison.AreEqual(old, _state, isInLoop || ComparesAll ? Exactness.RangeWithin : Exactness.Loose, _lastId))
                    {
                        if (isInLoop) EnterLoop(_state, entry!);
                        Join(old);
                        return true;
                    }
                }

                if (remembers) old.Misses++;
                int most = isForced && old.Branches > 0 ? MissesOfForced : MissesBeforeEviction;
                if (old.Misses > old.Hits * most + most)
                {
                    known.RemoveAt(i);
                    _kept--;
                }
            }
        }

        if (remembers && !isFull) Remember();
        return false;
    }

    private void Join(PathState old)
    {
        old.Hits++;
        for (int frame = 0; frame <= old.Depth; frame++) MarkStackRead(frame, old[frame].Read);
        if ((_text.Marks[_slot] & SlotMarks.JumpTarget) != 0) Note(default, 0);
        SpreadPrecision(old);
    }

    private void Remember()
    {
        StateCount++;
        PeakStates = Math.Max(PeakStates, ++_kept);
        (_lastJumps, _lastProcessed) = (_jumps, Processed);
        MarkImprecise(_state);
        PathState checkpoint = Copy(_state);
        checkpoint.Slot = _slot;
        checkpoint.Branches = 1;
        (_checkpoints[_slot] ??= []).Add(checkpoint);
        _state.Parent = checkpoint;
        _state.FirstSlot = _slot;
        _state.HistoryStart = _state.HistoryEnd;
        _state.TreeDepth = checkpoint.TreeDepth + 1;
        _state.LoopEntry = null;
        for (int frame = 0; frame <= _state.Depth; frame++) _state[frame].Written = 0;
    }

    // Whether a loop has come back to a state that is still being gone through, and may end there.
    private bool ConvergesTo(PathState old)
    {
        if (old.Current.IsAsynchronous && old.Current.AsynchronousEntry != _state.Current.AsynchronousEntry) return false;
        SlotMarks marks = _text.Marks[_slot];
        if ((marks & SlotMarks.IteratorNext) != 0)
        {
            if (!_comparison.AreEqual(old, _state, Exactness.RangeWithin, _lastId) || !IsIteratorActive()) return false;
            EnterLoop(_state, old);
            return true;
        }

        if (IsMayGoto(_slot) && old.MayGotoDepth != _state.MayGotoDepth && _comparison.AreEqual(old, _state, Exactness.RangeWithin, _lastId))
        {
            EnterLoop(_state, old);
            return true;
        }

        if ((marks & SlotMarks.CallsBack) != 0) return _comparison.AreEqual(old, _state, Exactness.RangeWithin, _lastId);
        Exactness sameness = _profile.Has(KernelFeature.ExactLoopStates) ? Exactness.Exact : Exactness.Loose;
        if (StateComparison.MayLoop(old, _state) && _comparison.AreEqual(old, _state, sameness, _lastId) && !IteratorsDiffer(old)
            && old.MayGotoDepth == _state.MayGotoDepth && old.CallbackUnrollDepth == _state.CallbackUnrollDepth)
            throw Reject(Rule.InfiniteLoop, $"infinite loop detected at insn {_slot}");
        return false;
    }

    // What followed a state is known to its end: what nothing needed is forgotten, so that more states are like it.
    private void Clean(List<PathState> states)
    {
        if (ComparesAll) return;
        foreach (PathState state in states)
        {
            if (state.IsClean || state.Branches > 0 || LoopEntryOf(state) is { Branches: > 0 } || !state.HasCallSitesOf(_state)) continue;
            state.IsClean = true;
            for (int i = 0; i <= state.Depth; i++)
            {
                Frame frame = state[i];
                int live = _text.Live[i == state.Depth ? state.Slot : state[i + 1].CallSite];
                for (int register = 0; register < Frame.FramePointer; register++)
                {
                    if ((live >> register & 1) == 0) frame[register] = default;
                }
                for (int slot = 0; slot < frame.SlotCount; slot++)
                {
                    if ((frame.Read >> slot & 1) == 0) frame.Slots[slot] = default;
                }
            }
        }
    }

    // Slots of the stack are read: the states before are told, up to where the slots were written.
    private void MarkStackRead(int frame, ulong slots)
    {
        slots &= ~_state[frame].Written;
        for (PathState? state = _state.Parent; state is not null && slots != 0 && frame <= state.Depth; state = state.Parent)
        {
            Frame before = state[frame];
            slots &= ~before.Read;
            before.Read |= slots;
            slots &= ~before.Written;
        }
    }

    // The outermost state of a loop that a state is part of; paths to it are shortened on the way.
    private static PathState? LoopEntryOf(PathState state)
    {
        PathState? top = state.LoopEntry;
        while (top?.LoopEntry is not null && top != top.LoopEntry) top = top.LoopEntry;
        PathState? each = state;
        while (each is not null && each.LoopEntry != top) (each.LoopEntry, each) = (top, each.LoopEntry);
        return top;
    }

    private static void EnterLoop(PathState state, PathState header)
    {
        PathState inner = LoopEntryOf(state) ?? state, outer = LoopEntryOf(header) ?? header;
        if (outer.Branches <= 0 || outer.TreeDepth > inner.TreeDepth) return;
        state.LoopEntry = header;
    }
}
