using Waggle.Vm.Maps;

namespace Waggle.Vm.Execution;

internal sealed unsafe partial class RunContext
{
    /// <summary>What a tail call that goes nowhere leaves in r0: -ENOENT. Linux leaves open what it is.</summary>
    internal const ulong NoSuchEntry = unchecked((ulong)-2);

    /// <summary>Hands over to another program, if there is one.</summary>
    /// <param name="handle">Number of the program array.</param>
    /// <param name="index">Place in it; its low 32 bits count, as in Linux.</param>
    /// <param name="frame">Frame pointer of the function that calls; its frame is the other program's first.</param>
    /// <param name="result">What the other program returned, which is what the function returns.</param>
    /// <returns>False if there is no program at that place, or there were too many calls in a row: then the function goes on.</returns>
    internal bool TryTailCall(ulong handle, ulong index, byte* frame, out ulong result)
    {
        result = 0;
        if (TailCalls >= MaximumTailCalls || MapOf(handle) is not ProgramArray programs || programs.At((uint)index) is not Executable target) return false;
        bool isMemory = target.Image.Context.Size == 0;
        // What its proof takes for granted is not so here: there is no such program for this run.
        if (isMemory && target.Image.Proof is { MemorySizeInBytes: > 0 and var needed } && (ulong)needed > PacketRoom1) return false;
        TailCalls++;
        Executable caller = Current;
        byte* lowest = LowestFrame;
        Current = target;
        LowestFrame = frame - (MaximumFrames - 1) * FrameSize;
        if (LowestFrame < StackTop - (StackFrames - 1) * FrameSize) LowestFrame = StackTop - (StackFrames - 1) * FrameSize;
        result = target.Run(this, isMemory ? PacketStart : ContextStart, isMemory ? PacketRoom1 : 0, frame);
        Current = caller;
        LowestFrame = lowest;
        return true;
    }
}
