namespace Waggle.Vm.Interpreter;

/// <summary>What a conditional jump asks.</summary>
internal interface ICondition
{
    static abstract bool Holds(ulong left, ulong right);
}

/// <summary>The conditions (RFC 9669 section 4.3).</summary>
internal static class Condition
{
    internal readonly struct Equal64 : ICondition { public static bool Holds(ulong left, ulong right) => left == right; }

    internal readonly struct Equal32 : ICondition { public static bool Holds(ulong left, ulong right) => (uint)left == (uint)right; }

    internal readonly struct NotEqual64 : ICondition { public static bool Holds(ulong left, ulong right) => left != right; }

    internal readonly struct NotEqual32 : ICondition { public static bool Holds(ulong left, ulong right) => (uint)left != (uint)right; }

    internal readonly struct Greater64 : ICondition { public static bool Holds(ulong left, ulong right) => left > right; }

    internal readonly struct Greater32 : ICondition { public static bool Holds(ulong left, ulong right) => (uint)left > (uint)right; }

    internal readonly struct GreaterSigned64 : ICondition { public static bool Holds(ulong left, ulong right) => (long)left > (long)right; }

    internal readonly struct GreaterSigned32 : ICondition { public static bool Holds(ulong left, ulong right) => (int)left > (int)right; }

    internal readonly struct GreaterOrEqual64 : ICondition { public static bool Holds(ulong left, ulong right) => left >= right; }

    internal readonly struct GreaterOrEqual32 : ICondition { public static bool Holds(ulong left, ulong right) => (uint)left >= (uint)right; }

    internal readonly struct GreaterOrEqualSigned64 : ICondition { public static bool Holds(ulong left, ulong right) => (long)left >= (long)right; }

    internal readonly struct GreaterOrEqualSigned32 : ICondition { public static bool Holds(ulong left, ulong right) => (int)left >= (int)right; }

    internal readonly struct Less64 : ICondition { public static bool Holds(ulong left, ulong right) => left < right; }

    internal readonly struct Less32 : ICondition { public static bool Holds(ulong left, ulong right) => (uint)left < (uint)right; }

    internal readonly struct LessSigned64 : ICondition { public static bool Holds(ulong left, ulong right) => (long)left < (long)right; }

    internal readonly struct LessSigned32 : ICondition { public static bool Holds(ulong left, ulong right) => (int)left < (int)right; }

    internal readonly struct LessOrEqual64 : ICondition { public static bool Holds(ulong left, ulong right) => left <= right; }

    internal readonly struct LessOrEqual32 : ICondition { public static bool Holds(ulong left, ulong right) => (uint)left <= (uint)right; }

    internal readonly struct LessOrEqualSigned64 : ICondition { public static bool Holds(ulong left, ulong right) => (long)left <= (long)right; }

    internal readonly struct LessOrEqualSigned32 : ICondition { public static bool Holds(ulong left, ulong right) => (int)left <= (int)right; }

    internal readonly struct AnyBit64 : ICondition { public static bool Holds(ulong left, ulong right) => (left & right) != 0; }

    internal readonly struct AnyBit32 : ICondition { public static bool Holds(ulong left, ulong right) => ((uint)left & (uint)right) != 0; }
}
