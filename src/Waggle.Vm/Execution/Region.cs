namespace Waggle.Vm.Execution;

/// <summary>Memory that a run may touch.</summary>
/// <param name="Start">First address.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Kind">What it is.</param>
/// <param name="IsWritable">Whether the program may write.</param>
internal readonly record struct Region(ulong Start, ulong Length, RegionKind Kind, bool IsWritable)
{
    /// <summary>Whether all of an access lies inside. An access that wraps round the end of the address space never does.</summary>
    internal bool Contains(ulong address, int size) => address - Start < Length && Length - (address - Start) >= (ulong)size;
}
