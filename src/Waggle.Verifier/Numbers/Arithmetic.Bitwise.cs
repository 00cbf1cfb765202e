namespace Waggle.Verifier.Numbers;

/// <content>And, or, exclusive or: what is known of the bits says most.</content>
internal static partial class Arithmetic
{
    /// <summary><c>scalar32_min_max_and</c>, <c>scalar_min_max_and</c>: no more than either operand.</summary>
    private static void And(ref Scalar left, in Scalar right)
    {
        bool isKnown = left.IsConstant && right.IsConstant, isKnown32 = left.IsConstant32 && right.IsConstant32;
        left.Bits &= right.Bits;
        SetRangesFromBits(
            ref left, isKnown, isKnown32,
            left.Bits.Value, Math.Min(left.UMax, right.UMax),
            (uint)left.Bits.Value, Math.Min(left.U32Max, right.U32Max));
    }

    /// <summary><c>scalar32_min_max_or</c>, <c>scalar_min_max_or</c>: no less than either operand.</summary>
    private static void Or(ref Scalar left, in Scalar right)
    {
        bool isKnown = left.IsConstant && right.IsConstant, isKnown32 = left.IsConstant32 && right.IsConstant32;
        left.Bits |= right.Bits;
        SetRangesFromBits(
            ref left, isKnown, isKnown32,
            Math.Max(left.UMin, right.UMin), left.Bits.Max,
            Math.Max(left.U32Min, right.U32Min), (uint)left.Bits.Max);
    }

    /// <summary><c>scalar32_min_max_xor</c>, <c>scalar_min_max_xor</c></summary>
    private static void Xor(ref Scalar left, in Scalar right)
    {
        bool isKnown = left.IsConstant && right.IsConstant, isKnown32 = left.IsConstant32 && right.IsConstant32;
        left.Bits ^= right.Bits;
        SetRangesFromBits(
            ref left, isKnown, isKnown32,
            left.Bits.Value, left.Bits.Max,
            (uint)left.Bits.Value, (uint)left.Bits.Max);
    }

    /// <summary>Sets the unsigned ranges as given, and the signed ones to the same where that is one range.</summary>
    private static void SetRangesFromBits(ref Scalar result, bool isKnown, bool isKnown32, ulong umin, ulong umax, uint u32min, uint u32max)
    {
        if (isKnown)
        {
            result.SetConstant(result.Bits.Value);
            return;
        }
        if (isKnown32)
            result.SetConstant32((uint)result.Bits.Value);
        else
        {
            result.U32Min = u32min;
            result.U32Max = u32max;
            bool isSigned32 = (int)u32min <= (int)u32max;
            result.S32Min = isSigned32 ? (int)u32min : int.MinValue;
            result.S32Max = isSigned32 ? (int)u32max : int.MaxValue;
        }
        bool isSigned = (long)umin <= (long)umax;
        SetRanges64(ref result, isSigned ? (long)umin : long.MinValue, isSigned ? (long)umax : long.MaxValue, umin, umax);
        result.DeduceFromBits();
    }
}
