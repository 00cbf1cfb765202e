using System.Runtime.CompilerServices;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Interpreter;

/// <summary>Two instructions in a row. The second keeps its place and its own handler, for whoever comes there by another way.</summary>
internal sealed unsafe class Pair<TFirst, TSecond> : Handler
    where TFirst : struct, IAction
    where TSecond : struct, IAction
{
    internal static readonly Pair<TFirst, TSecond> Instance = new();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override ulong Run(RunContext run, ref Op op, ulong* r, ulong last)
    {
        if (!TFirst.Allows(run, ref op, r, last)) return TFirst.Otherwise(run, ref op, r, last);
        last = TFirst.Do(run, ref op, r, last);
        op = ref Unsafe.Add(ref op, 1);
        if (!TSecond.Allows(run, ref op, r, last)) return TSecond.Otherwise(run, ref op, r, last);
        last = TSecond.Do(run, ref op, r, last);
        op = ref Unsafe.Add(ref op, 1);
        return op.Handler.Run(run, ref op, r, last);
    }
}
