namespace Waggle.Verifier.States;

/// <summary>An instruction that a path went through. Written down only when a rejection is to be explained.</summary>
/// <param name="before">The one before it on the path; null for the first.</param>
/// <param name="slot">Where it is.</param>
/// <param name="frame">Number of the frame that ran it.</param>
internal sealed class PathStep(PathStep? before, int slot, int frame)
{
    public PathStep? Before => before;

    public int Slot => slot;

    public int Frame => frame;

    /// <summary>What the instruction before left in the register that it is about, as this path sees it: a comparison leaves different
    /// values on its two paths.</summary>
    public RegisterState Outcome;

    /// <summary>The place on the stack that the instruction reads or writes; null if it is none, or none in particular.</summary>
    public (int Frame, int Offset)? Stack;
}
