using System.Runtime.CompilerServices;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Interpreter;

/// <summary>Three instructions in a row; see <see cref="Pair{TFirst, TSecond}"/>.</summary>
internal sealed unsafe class Triple<TFirst, TSecond, TThird> : Handler
    where TFirst : struct, IAction
    where TSecond : struct, IAction
    where TThird : struct, IAction
{
    internal static readonly Triple<TFirst, TSecond, TThird> Instance = new();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override ulong Run(RunContext run, ref Op op, ulong* r, ulong last)
    {
        if (!TFirst.Allows(run, ref op, r, last)) return TFirst.Otherwise(run, ref op, r, last);
        last = TFirst.Do(run, ref op, r, last);
        op = ref Unsafe.Add(ref op, 1);
        if (!TSecond.Allows(run, ref op, r, last)) return TSecond.Otherwise(run, ref op, r, last);
        last = TSecond.Do(run, ref op, r, last);
        op = ref Unsafe.Add(ref op, 1);
        if (!TThird.Allows(run, ref op, r, last)) return TThird.Otherwise(run, ref op, r, last);
        last = TThird.Do(run, ref op, r, last);
        op = ref Unsafe.Add(ref op, 1);
        return op.Handler.Run(run, ref op, r, last);
    }
}
