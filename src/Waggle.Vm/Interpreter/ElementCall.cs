using System.Runtime.CompilerServices;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Interpreter;

/// <summary>Calls a helper on an element of a map, whose arguments need no more than a glance.</summary>
internal sealed unsafe class ElementCall<TMode>(HelperBinding helper, ElementArguments arguments, HelperCall<TMode> otherwise) : Handler
    where TMode : struct, IAccessMode
{
    private readonly ElementArguments _arguments = arguments;
    private readonly delegate*<RunContext, ulong, ulong, ulong, ulong, ulong, ulong> _function = helper.Function;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override ulong Run(RunContext run, ref Op op, ulong* r, ulong last)
    {
        if (!_arguments.Fit<TMode>(run, r)) return otherwise.Run(run, ref op, r, last);
        run.Frame = (byte*)r[10];
        run.Slot = op.Slot;
        last = r[0] = _function(run, r[1], r[2], r[3], r[4], r[5]);
        RegisterWindow.ClearArguments(r);
        op = ref Unsafe.Add(ref op, 1);
        return op.Handler.Run(run, ref op, r, last);
    }
}
