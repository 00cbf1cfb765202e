using Waggle.Compiler.Ir;

namespace Waggle.Compiler.Passes;

/// <summary>Simpler forms of comparisons.</summary>
internal static class ComparisonRules
{
    internal readonly record struct Better(Condition Condition, Value Left, Value Right, bool? Known = null);

    internal static Value? Apply(Comparison comparison)
    {
        if (Normalize(comparison.Condition, comparison.Left, comparison.Right) is not { } better) return null;
        if (better.Known is { } known) return Constant.Int32(known ? 1 : 0);
        return new Comparison(better.Condition, better.Left, better.Right);
    }

    /// <summary>A better form of a comparison, or null.</summary>
    internal static Better? Normalize(Condition condition, Value left, Value right)
    {
        if (left is Constant a && right is Constant b) return new Better(condition, left, right, condition.Holds(a, b));
        if (left is Constant) return new Better(condition.Mirror(), right, left);
        if (left == right) return new Better(condition, left, right, condition.HoldsForEqual());
        return right is Constant constant ? WithConstant(condition, left, constant) : null;
    }

    private static Better? WithConstant(Condition condition, Value left, Constant right)
    {
        if (right.Bits == 0)
        {
            switch (condition)
            {
                case Condition.LessUnsigned: return new Better(condition, left, right, false);
                case Condition.GreaterOrEqualUnsigned: return new Better(condition, left, right, true);
                case Condition.GreaterUnsigned: return new Better(Condition.NotEqual, left, right);
                case Condition.LessOrEqualUnsigned: return new Better(Condition.Equal, left, right);
            }
        }

        if (left is Comparison truth && condition is (Condition.Equal or Condition.NotEqual))
        {
            if (right.Number is not (0 or 1)) return new Better(condition, left, right, condition == Condition.NotEqual);
            bool keep = condition == Condition.NotEqual == (right.Number == 0);
            return new Better(keep ? truth.Condition : truth.Condition.Negate(), truth.Left, truth.Right);
        }

        if (condition is (Condition.Equal or Condition.NotEqual) && right.Number == 0 && IsAddress(left))
            return new Better(condition, left, right, condition == Condition.NotEqual);

        int width = left.Type == IrType.Int64 ? 64 : 32;
        int bits = KnownBits.Of(left);
        if (bits < width - 1)
        {
            ulong most = (1UL << bits) - 1;
            if (right.Number < 0 || right.Bits > most)
            {
                switch (condition)
                {
                    case Condition.Equal: return new Better(condition, left, right, false);
                    case Condition.NotEqual: return new Better(condition, left, right, true);
                    case Condition.LessUnsigned or Condition.LessOrEqualUnsigned: return new Better(condition, left, right, true);
                    case Condition.GreaterUnsigned or Condition.GreaterOrEqualUnsigned: return new Better(condition, left, right, false);
                    case Condition.Less or Condition.LessOrEqual: return new Better(condition, left, right, right.Number > 0);
                    case Condition.Greater or Condition.GreaterOrEqual: return new Better(condition, left, right, right.Number < 0);
                }
            }
        }

        // A widened number compares as the number itself, where the constant fits.
        if (left is Conversion { Kind: ConversionKind.Zero32 } zero && right.Bits <= int.MaxValue && Unsigned(condition) is { } plain)
            return new Better(plain, zero.Operand, Constant.Int32((int)right.Number));
        if (left is Conversion { Kind: ConversionKind.Sign32 } sign && right.Number is >= int.MinValue and <= int.MaxValue
            && condition < Condition.LessUnsigned)
            return new Better(condition, sign.Operand, Constant.Int32((int)right.Number));
        return null;
    }

    /// <summary>The unsigned form of a condition on a number that has no sign.</summary>
    private static Condition? Unsigned(Condition condition) => condition switch
    {
        Condition.Less => Condition.LessUnsigned,
        Condition.LessOrEqual => Condition.LessOrEqualUnsigned,
        Condition.Greater => Condition.GreaterUnsigned,
        Condition.GreaterOrEqual => Condition.GreaterOrEqualUnsigned,
        _ => condition,
    };

    /// <summary>Whether a value is the address of something that exists.</summary>
    private static bool IsAddress(Value value) => value switch
    {
        StackSlot or GlobalAddress or MapConstant or ContextPointer => true,
        Binary { Operator: BinaryOperator.Add, Right: Constant } add => add.Left is StackSlot or GlobalAddress,
        _ => false,
    };
}
