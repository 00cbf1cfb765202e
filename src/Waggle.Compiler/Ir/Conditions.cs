namespace Waggle.Compiler.Ir;

/// <summary>Relations among conditions.</summary>
internal static class Conditions
{
    /// <summary>The condition that holds exactly when this one does not.</summary>
    internal static Condition Negate(this Condition condition) => condition switch
    {
        Condition.Equal => Condition.NotEqual,
        Condition.NotEqual => Condition.Equal,
        Condition.Less => Condition.GreaterOrEqual,
        Condition.LessOrEqual => Condition.Greater,
        Condition.Greater => Condition.LessOrEqual,
        Condition.GreaterOrEqual => Condition.Less,
        Condition.LessUnsigned => Condition.GreaterOrEqualUnsigned,
        Condition.LessOrEqualUnsigned => Condition.GreaterUnsigned,
        Condition.GreaterUnsigned => Condition.LessOrEqualUnsigned,
        _ => Condition.LessUnsigned,
    };

    /// <summary>The condition with its sides exchanged.</summary>
    internal static Condition Mirror(this Condition condition) => condition switch
    {
        Condition.Less => Condition.Greater,
        Condition.LessOrEqual => Condition.GreaterOrEqual,
        Condition.Greater => Condition.Less,
        Condition.GreaterOrEqual => Condition.LessOrEqual,
        Condition.LessUnsigned => Condition.GreaterUnsigned,
        Condition.LessOrEqualUnsigned => Condition.GreaterOrEqualUnsigned,
        Condition.GreaterUnsigned => Condition.LessUnsigned,
        Condition.GreaterOrEqualUnsigned => Condition.LessOrEqualUnsigned,
        _ => condition,
    };

    internal static bool Holds(this Condition condition, Constant left, Constant right) => condition switch
    {
        Condition.Equal => left.Bits == right.Bits,
        Condition.NotEqual => left.Bits != right.Bits,
        Condition.Less => left.Number < right.Number,
        Condition.LessOrEqual => left.Number <= right.Number,
        Condition.Greater => left.Number > right.Number,
        Condition.GreaterOrEqual => left.Number >= right.Number,
        Condition.LessUnsigned => left.Bits < right.Bits,
        Condition.LessOrEqualUnsigned => left.Bits <= right.Bits,
        Condition.GreaterUnsigned => left.Bits > right.Bits,
        _ => left.Bits >= right.Bits,
    };

    /// <summary>Whether the condition holds for equal sides.</summary>
    internal static bool HoldsForEqual(this Condition condition) => condition is Condition.Equal or Condition.LessOrEqual
        or Condition.GreaterOrEqual or Condition.LessOrEqualUnsigned or Condition.GreaterOrEqualUnsigned;
}
