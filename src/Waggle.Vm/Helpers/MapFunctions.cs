using System.Runtime.CompilerServices;
using Waggle.Bpf.Catalog;
using Waggle.Vm.Execution;
using Waggle.Vm.Maps;

namespace Waggle.Vm.Helpers;

/// <summary>Elements of maps (kernel/bpf/helpers.c).</summary>
internal static unsafe class MapFunctions
{
    private const ulong AllFlags = 0; // bpf_for_each_map_elem has none yet

    internal static readonly HelperRow[] Rows =
    [
        new(1, &Lookup),
        new(2, &Update),
        new(3, &Delete),
        new(87, &Push),
        new(88, &Pop),
        new(89, &Peek),
        new(195, &LookupOfCpu),
        new(164, &ForEach),
    ];

    private static ulong Lookup(RunContext run, ulong map, ulong key, ulong _, ulong _1, ulong _2)
    {
        VmMap target = run.MapOf(map)!;
        byte* value = target.LookupElement((byte*)key, run.Cpu);
        return value != null || target.Type is not (MapType.ArrayOfMaps or MapType.HashOfMaps) ? (ulong)value : LookupMap(run, target, key);
    }

    // What is found is good for as long as the run, which holds it.
    private static ulong LookupMap(RunContext run, VmMap map, ulong key) =>
        map.LookupInner((byte*)key) is { } inner ? run.Hold(inner) : 0;

    private static ulong Update(RunContext run, ulong map, ulong key, ulong value, ulong flags, ulong _) =>
        (ulong)run.MapOf(map)!.UpdateElement((byte*)key, (byte*)value, flags, run.Cpu);

    private static ulong Delete(RunContext run, ulong map, ulong key, ulong _, ulong _1, ulong _2) => (ulong)run.MapOf(map)!.DeleteElement((byte*)key);

    private static ulong Push(RunContext run, ulong map, ulong value, ulong flags, ulong _, ulong _1) =>
        (ulong)run.MapOf(map)!.PushElement((byte*)value, flags);

    private static ulong Pop(RunContext run, ulong map, ulong value, ulong _, ulong _1, ulong _2) => (ulong)run.MapOf(map)!.PopElement((byte*)value);

    private static ulong Peek(RunContext run, ulong map, ulong value, ulong _, ulong _1, ulong _2) => (ulong)run.MapOf(map)!.PeekElement((byte*)value);

    private static ulong LookupOfCpu(RunContext run, ulong map, ulong key, ulong cpu, ulong _, ulong _1) =>
        (ulong)run.MapOf(map)!.LookupElementOf((byte*)key, (uint)cpu);

    // The key lies in memory of the host: the callback gets a copy, below the frame of the caller and above its own.
    private static ulong ForEach(RunContext run, ulong map, ulong callback, ulong callbackContext, ulong flags, ulong _)
    {
        if (flags != AllFlags) return Results.Error(Bpf.Errors.Errno.Invalid);
        VmMap target = run.MapOf(map)!;
        using var calls = new CallbackCalls(run, callback, target.KeySizeInBytes);
        VmMapCursor cursor = default;
        ulong count = 0;
        while (target.MoveNext(ref cursor, run.Cpu))
        {
            Unsafe.CopyBlockUnaligned(calls.Memory, cursor.Key, (uint)target.KeySizeInBytes);
            count++;
            if (calls.Call(map, (ulong)calls.Memory, (ulong)cursor.Value, callbackContext) != 0) break;
        }

        return count;
    }
}
