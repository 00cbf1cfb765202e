namespace Waggle.Vm.Jit;

/// <summary>Memory around an address that was found allowed.</summary>
/// <param name="Extent">The bytes.</param>
/// <param name="Lasts">Whether it stays allowed over calls: values of maps do, packets and records need not.</param>
/// <param name="Lookup">For what a lookup returned and nothing has compared with null yet: a number for the lookup. 0 for what is no null.</param>
internal readonly record struct Covered(Extent Extent, bool Lasts = false, int Lookup = 0)
{
    internal bool Holds(int offset, int width, bool isWrite) =>
        Lookup == 0 && offset >= Extent.Low && offset + width <= Extent.High && (Extent.IsWritten || !isWrite);

    /// <summary>What is known of the address after it has moved; null if nothing.</summary>
    internal Covered? Move(long by)
    {
        // An address that has moved up has what is known of it further down. A null that has moved can't be told by comparing with null.
        long low = Extent.Low - by, high = Extent.High - by;
        return Lookup == 0 && low >= int.MinValue && high <= int.MaxValue ? this with { Extent = Extent with { Low = (int)low, High = (int)high } } : null;
    }
}
