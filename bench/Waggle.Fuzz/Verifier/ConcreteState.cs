using Waggle.Vm.Execution;

namespace Waggle.Fuzz.Verifier;

/// <summary>What a run really has before an instruction.</summary>
internal readonly unsafe ref struct ConcreteState(RunContext run, int slot, ulong* registers, ReadOnlySpan<int> callSites)
{
    public RunContext Run { get; } = run;

    public int Slot { get; } = slot;

    /// <summary>r0 to r10 of the function that runs.</summary>
    public ulong* Registers { get; } = registers;

    /// <summary>The calls that led here, a -1 first.</summary>
    public ReadOnlySpan<int> CallSites { get; } = callSites;

    public int Depth => CallSites.Length - 1;

    /// <summary>The frame pointer of a function under way.</summary>
    public ulong FramePointer(int depth) => Registers[10] + (ulong)((Depth - depth) * RunContext.FrameSize);

    public ulong Stack(int depth, int slot) => *(ulong*)(FramePointer(depth) - (ulong)(8 * (slot + 1)));
}
