namespace Waggle.Verifier.States;

/// <summary>All that is known at one point of one path.</summary>
/// <remarks><c>struct bpf_verifier_state</c> in include/linux/bpf_verifier.h.</remarks>
internal sealed class PathState
{
    public const int MostFrames = 8;

    private readonly Frame?[] _frames = new Frame?[MostFrames];

    /// <summary>Number of the frame that runs.</summary>
    public int Depth;

    /// <summary>The remembered state that this one follows.</summary>
    public PathState? Parent;

    /// <summary>Paths that begin here and are not gone to their end, this one included.</summary>
    public int Branches = 1;

    /// <summary>Where it stands: for a remembered state, its slot.</summary>
    public int Slot;

    /// <summary>First slot since the parent, and the last one gone through.</summary>
    public int FirstSlot, LastSlot = -1;

    /// <summary>The instruction gone through last, if the way is written down for an explanation.</summary>
    public PathStep? Way;

    /// <summary>Its part of the written-down way.</summary>
    public int HistoryStart, HistoryEnd;

    /// <summary>What the program holds.</summary>
    public readonly List<Reference> References = [];

    /// <summary>The lock that is held: id of what it lies in, and the register state that named it; 0 if there is none.</summary>
    public int LockId, LockMap = -1;

    public int RcuDepth, PreemptionDepth;

    /// <summary>The last interrupt flags that were saved; 0 if interrupts are on.</summary>
    public int InterruptFlags;

    public bool IsSleepable;

    /// <summary>Whether the processor may come here by a wrong guess only: no run of the program does.</summary>
    public bool IsSpeculative;

    /// <summary>How often a budgeted loop or a callback's loop has been gone through.</summary>
    public int MayGotoDepth, CallbackUnrollDepth;

    /// <summary>Depth in the tree of states, and the outermost state of the loop that it is in.</summary>
    public int TreeDepth;
    public PathState? LoopEntry;

    /// <summary>Whether nothing changes what was read of it any more, and what was not is cleared.</summary>
    public bool IsClean;

    /// <summary>How often a state was found to be like it, and how often not.</summary>
    public int Hits, Misses;

    public Frame Current => _frames[Depth]!;

    public Frame this[int frame] => _frames[frame]!;

    /// <summary>The registers of the frame that runs.</summary>
    public RegisterState[] Registers => Current.Registers;

    /// <summary>All registers of all frames, spilled ones included.</summary>
    public RegisterWalk AllRegisters => new(this);

    /// <summary>Enters a function.</summary>
    public Frame Push(int callSite, int subprogram)
    {
        Frame frame = _frames[++Depth] ??= new Frame();
        frame.Clear();
        frame.Registers[Frame.FramePointer].Range = Depth;
        (frame.CallSite, frame.Subprogram) = (callSite, subprogram);
        return frame;
    }

    /// <summary>Starts anew with one frame, and nothing taken.</summary>
    public void Reset(int subprogram)
    {
        Depth = -1;
        References.Clear();
        (LockId, LockMap, RcuDepth, PreemptionDepth, InterruptFlags) = (0, -1, 0, 0, 0);
        (MayGotoDepth, CallbackUnrollDepth, IsSpeculative) = (0, 0, false);
        Push(-1, subprogram);
    }

    public void CopyFrom(PathState other)
    {
        Depth = other.Depth;
        for (int i = 0; i <= Depth; i++) (_frames[i] ??= new Frame()).CopyFrom(other[i]);
        References.Clear();
        References.AddRange(other.References);
        (Parent, Slot, FirstSlot, LastSlot) = (other.Parent, other.Slot, other.FirstSlot, other.LastSlot);
        (HistoryStart, HistoryEnd, Way) = (other.HistoryStart, other.HistoryEnd, other.Way);
        (LockId, LockMap, RcuDepth, PreemptionDepth, InterruptFlags) = (other.LockId, other.LockMap, other.RcuDepth, other.PreemptionDepth, other.InterruptFlags);
        (IsSpeculative, IsSleepable, MayGotoDepth, CallbackUnrollDepth) = (other.IsSpeculative, other.IsSleepable, other.MayGotoDepth, other.CallbackUnrollDepth);
        (TreeDepth, LoopEntry, Branches) = (other.TreeDepth, other.LoopEntry, other.Branches);
        (IsClean, Hits, Misses) = (false, 0, 0);
    }

    /// <summary>Whether the same calls have led to both.</summary>
    public bool HasCallSitesOf(PathState other)
    {
        if (Depth != other.Depth) return false;
        for (int i = 0; i <= Depth; i++)
        {
            if (this[i].CallSite != other[i].CallSite) return false;
        }
        return true;
    }
}
