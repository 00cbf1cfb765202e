using System.Runtime.CompilerServices;
using Waggle.Bpf.Catalog;
using Waggle.Vm.Execution;
using Waggle.Vm.Maps;

namespace Waggle.Vm.Interpreter;

/// <summary>Looks an element of a hash table up.</summary>
internal sealed unsafe class HashLookup<TMode>(HashMap map, ElementArguments arguments, HelperCall<TMode> otherwise) : Handler
    where TMode : struct, IAccessMode
{
    private readonly HashState* _table = map.State;
    private readonly bool _isLru = map.Type is MapType.LruHash or MapType.LruPerCpuHash;
    private readonly long _cpuStride = map.Type is MapType.PerCpuHash or MapType.LruPerCpuHash ? map.ValueStride : 0;
    private readonly ElementArguments _arguments = arguments;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override ulong Run(RunContext run, ref Op op, ulong* r, ulong last)
    {
        if (!_arguments.Fit<TMode>(run, r)) return otherwise.Run(run, ref op, r, last);
        byte* value = _isLru ? HashTable.LookupAndMark(_table, (byte*)r[2]) : HashTable.Lookup(_table, (byte*)r[2]);
        last = r[0] = (ulong)(value == null ? null : value + run.Cpu * _cpuStride);
        RegisterWindow.ClearArguments(r);
        op = ref Unsafe.Add(ref op, 1);
        return op.Handler.Run(run, ref op, r, last);
    }
}
