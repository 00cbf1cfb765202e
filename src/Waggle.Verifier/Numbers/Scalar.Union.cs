namespace Waggle.Verifier.Numbers;

/// <content>What is known of a number that is one or the other.</content>
internal partial record struct Scalar
{
    /// <summary>The least that includes all that both include, range by range and bit by bit.</summary>
    public readonly Scalar Union(in Scalar other) => new()
    {
        Bits = Bits.Union(other.Bits),
        SMin = Math.Min(SMin, other.SMin),
        SMax = Math.Max(SMax, other.SMax),
        UMin = Math.Min(UMin, other.UMin),
        UMax = Math.Max(UMax, other.UMax),
        S32Min = Math.Min(S32Min, other.S32Min),
        S32Max = Math.Max(S32Max, other.S32Max),
        U32Min = Math.Min(U32Min, other.U32Min),
        U32Max = Math.Max(U32Max, other.U32Max),
    };
}
