using System.Runtime.CompilerServices;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;

namespace Waggle.Bpf.Maps;

/// <summary>A queue (first in, first out) or a stack (last in, first out) that programs and user space share.</summary>
/// <typeparam name="TValue">Value, laid out as the program lays it out.</typeparam>
/// <remarks>A view: it does not own the map. Thread-safe; each operation is one system call and allocates nothing. Linux 4.20.
/// Rules from <c>kernel/bpf/queue_stack_maps.c</c>.</remarks>
public sealed unsafe class QueueMap<TValue> where TValue : unmanaged
{
    /// <summary>Looks at a map through types.</summary>
    /// <exception cref="BpfMapException">The map is neither queue nor stack, or its values have another size.</exception>
    public QueueMap(LiveMap map)
    {
        MapView.CheckKind(map, "A QueueMap", MapType.Queue, MapType.Stack);
        MapView.CheckValueSize<TValue>(map);
        Map = map;
    }

    /// <summary>The map.</summary>
    public LiveMap Map { get; }

    /// <summary>Adds a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="evictsOldest">Whether a full map drops its oldest value to make room, instead of refusing.</param>
    /// <exception cref="BpfMapException">The map is full.</exception>
    public void Push(in TValue value, bool evictsOldest = false)
    {
        Errno error = Update(value, evictsOldest ? UpdateMode.Replace : UpdateMode.AddOrReplace);
        if (error != Errno.None) throw Map.Refusal("push a value", error);
    }

    /// <summary>Adds a value if there is room.</summary>
    /// <returns>False if the map is full, and then nothing has changed.</returns>
    /// <exception cref="BpfException">The kernel refused for another reason.</exception>
    public bool TryPush(in TValue value) => Update(value, UpdateMode.AddOrReplace) switch
    {
        Errno.None => true,
        Errno.TooBig => false,
        Errno error => throw Map.Refusal("push a value", error),
    };

    /// <summary>Takes the next value: the oldest of a queue, the newest of a stack.</summary>
    /// <returns>False if the map is empty.</returns>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public bool TryPop(out TValue value)
    {
        Unsafe.SkipInit(out value);
        fixed (TValue* pointer = &value)
        {
            if (Map.TryLookupAndDelete(null, pointer)) return true;
        }
        value = default;
        return false;
    }

    /// <summary>Reads the value that <see cref="TryPop"/> would take, and leaves it there.</summary>
    /// <returns>False if the map is empty.</returns>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public bool TryPeek(out TValue value)
    {
        Unsafe.SkipInit(out value);
        fixed (TValue* pointer = &value)
        {
            if (Map.TryLookup(null, pointer)) return true;
        }
        value = default;
        return false;
    }

    // BPF_EXIST means here: make room (__queue_map_push_elem).
    private Errno Update(in TValue value, UpdateMode mode)
    {
        fixed (TValue* pointer = &value)
            return Map.Update(null, pointer, (ulong)mode);
    }
}
