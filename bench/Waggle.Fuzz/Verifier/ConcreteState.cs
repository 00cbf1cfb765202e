using Waggle.Vm.Execution;

namespace Waggle.Fuzz.Verifier;

/// <summary>What a run really has before an instruction.</summary>
internal readonly unsafe ref struct ConcreteState(RunContext run, int slot, ulong* registers, int depth, ulong context)
{
    public RunContext Run { get; } = run;

    public int Slot { get; } = slot;

    /// <summary>r0 to r10 of the function that runs.</summary>
    public ulong* Registers { get; } = registers;

    /// <summary>Number of the frame that runs, as the verifier counts: a global function begins anew.</summary>
    public int Depth { get; } = depth;

    /// <summary>Address of the context.</summary>
    public ulong Context { get; } = context;

    /// <summary>The frame pointer of a function under way.</summary>
    public ulong FramePointer(int depth) => Registers[10] + (ulong)((Depth - depth) * RunContext.FrameSize);

    public ulong Stack(int depth, int slot) => *(ulong*)(FramePointer(depth) - (ulong)(8 * (slot + 1)));
}
