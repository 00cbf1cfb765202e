using System.Numerics;

namespace Waggle.Bpf.Catalog;

/// <summary>A set of program types.</summary>
/// <param name="Bits">Bit n stands for the type with number n.</param>
public readonly record struct ProgramTypeSet(ulong Bits)
{
    /// <summary>Number of types in the set.</summary>
    public int Count => BitOperations.PopCount(Bits);

    /// <summary>Makes a set.</summary>
    public static ProgramTypeSet Of(params ReadOnlySpan<ProgramType> types)
    {
        ulong bits = 0;
        foreach (ProgramType type in types) bits |= 1ul << (int)type;
        return new(bits);
    }

    /// <summary>Whether a type is in the set.</summary>
    public bool Contains(ProgramType type) => (Bits >> (int)type & 1) != 0;

    /// <summary>The types that are not in another set.</summary>
    public ProgramTypeSet Except(ProgramTypeSet other) => new(Bits & ~other.Bits);

    /// <summary>The types of both sets.</summary>
    public static ProgramTypeSet operator |(ProgramTypeSet left, ProgramTypeSet right) => left.Union(right);

    /// <summary>The types of both sets.</summary>
    public ProgramTypeSet Union(ProgramTypeSet other) => new(Bits | other.Bits);

    /// <summary>The types, by name.</summary>
    public override string ToString()
    {
        ProgramTypeSet set = this;
        return string.Join(", ", Enum.GetValues<ProgramType>().Where(set.Contains));
    }
}
