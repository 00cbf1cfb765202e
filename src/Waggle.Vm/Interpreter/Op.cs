namespace Waggle.Vm.Interpreter;

/// <summary>One slot, decoded: what the loop needs without looking anything up. Its place is the slot's, so jumps need no table.</summary>
internal struct Op
{
    /// <summary>What to do.</summary>
    internal OpCode Code;

    /// <summary>Destination register.</summary>
    internal byte Destination;

    /// <summary>Source register.</summary>
    internal byte Source;

    /// <summary>Slot that a jump or call goes to.</summary>
    internal int Target;

    /// <summary>The immediate, sign-extended or of 64 bits.</summary>
    internal long Immediate;

    /// <summary>Offset of a memory access in bytes; of a helper call its place in the table of the program.</summary>
    internal long Offset;
}
