namespace Waggle.Vm.Interpreter;

/// <summary>One slot, decoded: what its handler needs without looking anything up. Its place is the slot's, so jumps need no table.</summary>
internal struct Op
{
    /// <summary>What runs it, and what follows it.</summary>
    internal Handler Handler;

    /// <summary>The immediate, sign-extended or of 64 bits.</summary>
    internal long Immediate;

    /// <summary>Slots from this one to where a jump or call goes.</summary>
    internal int Target;

    /// <summary>The slot.</summary>
    internal int Slot;

    /// <summary>Offset of a memory access in bytes.</summary>
    internal short Offset;

    /// <summary>Destination register.</summary>
    internal byte Destination;

    /// <summary>Source register.</summary>
    internal byte Source;

    /// <summary>The register whose value the handler takes over from the one before it, if it takes any.</summary>
    internal byte Last;
}
