namespace Waggle.Vm.Code;

/// <summary>What is thought of the number in a register.</summary>
/// <param name="Kind">What it points to.</param>
/// <param name="Offset">Bytes from the start of that; null if they vary.</param>
/// <param name="Map">For a map or its value: the map's place among those of the program.</param>
/// <param name="IsCertain">Whether it follows from registers alone. What came through memory is a guess: a program without a proof may have
/// written over it, so that a guess chooses the check that is tried first and never saves one.</param>
internal readonly record struct PointerFact(PointerKind Kind, int? Offset = null, int Map = 0, bool IsCertain = false)
{
    /// <summary>What holds of a register that has this fact on one way to a place and <paramref name="other"/> on another.</summary>
    internal PointerFact Join(in PointerFact other)
    {
        if (Kind != other.Kind || Map != other.Map) return default;
        return this with { Offset = Offset == other.Offset ? Offset : null, IsCertain = IsCertain && other.IsCertain };
    }

    /// <summary>The pointer, moved. A map that is moved is no map any more: programs have only a number for it.</summary>
    internal PointerFact Move(long? distance) => Kind == PointerKind.Map && distance != 0 ? default : this with { Offset = Offset is { } from && distance is { } by && Fits(from + by) ? (int)(from + by) : null };

    private static bool Fits(long offset) => offset is >= int.MinValue and <= int.MaxValue;
}
