using System.Runtime.CompilerServices;
using Waggle.Vm.Execution;
using Waggle.Vm.Maps;

namespace Waggle.Vm.Interpreter;

/// <summary>Looks an element of an array up, in place.</summary>
internal sealed unsafe class ArrayLookup<TMode>(ArrayMap map, ElementArguments arguments, HelperCall<TMode> otherwise) : Handler
    where TMode : struct, IAccessMode
{
    private readonly ArrayState* _array = map.State;
    private readonly ElementArguments _arguments = arguments;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override ulong Run(RunContext run, ref Op op, ulong* r, ulong last)
    {
        if (!_arguments.Fit<TMode>(run, r)) return otherwise.Run(run, ref op, r, last);
        last = r[0] = (ulong)ArrayState.Lookup(_array, Unsafe.ReadUnaligned<uint>((void*)r[2]), run.Cpu);
        RegisterWindow.ClearArguments(r);
        op = ref Unsafe.Add(ref op, 1);
        return op.Handler.Run(run, ref op, r, last);
    }
}
