namespace Waggle.Vm.Execution;

/// <summary>What iterators of the program keep outside of its stack, and what helpers charge for work that grows with their arguments.</summary>
internal sealed partial class RunContext
{
    private const int MostIterators = 64; // of 4 KiB at most
    private const ulong IteratorBase = 0x5742_4954_0000_0000;

    private readonly List<ulong[]?> _bits = [];

    /// <summary>Keeps words for an iterator until it or the run ends.</summary>
    /// <returns>The number that stands for them; null if there are too many.</returns>
    internal ulong? HoldBits(ulong[] words)
    {
        int index = _bits.IndexOf(null);
        if (index < 0)
        {
            if (_bits.Count == MostIterators) return null;
            index = _bits.Count;
            _bits.Add(null);
        }

        _bits[index] = words;
        _hasLeftovers = true;
        return IteratorBase + (uint)index;
    }

    /// <summary>The words that a number stands for; none if it stands for none.</summary>
    internal ReadOnlySpan<ulong> FindBits(ulong handle) => handle - IteratorBase < (ulong)_bits.Count ? _bits[(int)(handle - IteratorBase)] : default;

    /// <summary>Gives words back.</summary>
    internal void ReleaseBits(ulong handle)
    {
        if (handle - IteratorBase < (ulong)_bits.Count) _bits[(int)(handle - IteratorBase)] = null;
    }

    /// <summary>Charges work in a helper to the budget of a program without a proof.</summary>
    /// <exception cref="FaultException">It is used up.</exception>
    internal void Spend(long cost)
    {
        if (!Current.Image.IsTrusted && (Budget -= cost) < 0) Faults.InHelper(this, VmFaultKind.Budget, "The run has used up its instructions.");
    }
}
