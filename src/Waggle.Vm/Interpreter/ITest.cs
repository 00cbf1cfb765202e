using System.Runtime.CompilerServices;

namespace Waggle.Vm.Interpreter;

/// <summary>What a conditional jump depends on.</summary>
internal unsafe interface ITest
{
    static abstract bool Holds(ref Op op, ulong* r, ulong last);
}

/// <summary>A comparison of two numbers.</summary>
internal readonly unsafe struct Test<TCondition, TLeft, TRight> : ITest
    where TCondition : struct, ICondition
    where TLeft : struct, IOperand
    where TRight : struct, IOperand
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Holds(ref Op op, ulong* r, ulong last) => TCondition.Holds(TLeft.Read(ref op, r, last), TRight.Read(ref op, r, last));
}
