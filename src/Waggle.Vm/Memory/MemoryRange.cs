namespace Waggle.Vm.Memory;

/// <summary>Memory that programs may reach.</summary>
/// <param name="Start">Address of the first byte.</param>
/// <param name="Length">Bytes.</param>
/// <param name="IsWritable">Whether programs may write there.</param>
internal readonly record struct MemoryRange(ulong Start, ulong Length, bool IsWritable)
{
    /// <summary>Whether it holds all of an access.</summary>
    public bool Contains(ulong address, ulong size) => address - Start <= Length && size <= Length - (address - Start);
}
