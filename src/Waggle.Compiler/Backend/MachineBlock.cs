namespace Waggle.Compiler.Backend;

/// <summary>Machine instructions in a row; the last one is a branch, a jump or the exit.</summary>
internal sealed class MachineBlock(int index)
{
    internal int Index { get; } = index;

    internal List<MachineInstruction> Instructions { get; set; } = [];

    internal List<MachineBlock> Successors { get; } = [];

    /// <summary>Number of loops round the block, for the cost of spilling.</summary>
    internal int LoopDepth { get; set; }
}
