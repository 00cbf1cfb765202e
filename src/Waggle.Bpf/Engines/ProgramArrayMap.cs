using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;

namespace Waggle.Bpf.Engines;

/// <summary>The programs that tail calls go to, by index.</summary>
/// <remarks>A view: it does not own the map. The map holds its programs by itself while a descriptor of the map is open: when the
/// last one closes the kernel empties it, even if a program still uses it. Thread-safe; each operation is one system call and
/// allocates nothing. Linux 4.2. Rules from <c>prog_array_map_ops</c> in <c>kernel/bpf/arraymap.c</c>.</remarks>
public sealed unsafe class ProgramArrayMap
{
    /// <summary>Looks at a map as a program array.</summary>
    /// <exception cref="BpfMapException">The map is none.</exception>
    public ProgramArrayMap(LiveMap map)
    {
        MapView.CheckKind(map, "A ProgramArrayMap", MapType.ProgramArray);
        Map = map;
    }

    /// <summary>The map.</summary>
    public LiveMap Map { get; }

    /// <summary>Puts a program at an index; tail calls that are going on end in the old one.</summary>
    /// <exception cref="BpfMapException">The index is behind the last entry, or the program is of another type than those that call it.</exception>
    public void Set(uint index, LiveProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        Errno error = Map.UpdateReference(&index, program, (ulong)UpdateMode.AddOrReplace);
        if (error == Errno.None) return;
        throw error == Errno.Invalid
            ? new BpfMapException("put a program into a map", Map.ToString(), error,
                $"{program} is of another type, or compiled otherwise, than the programs that use the map: a tail call stays within one type.")
            : Map.UpdateError(error);
    }

    /// <summary>The engine's number of the program at an index; the kernel's is what <c>bpftool prog</c> shows.</summary>
    /// <returns>Whether there is one.</returns>
    public bool TryGetId(uint index, out uint id)
    {
        uint read = 0;
        bool isThere = Map.TryLookup(&index, &read);
        id = read;
        return isThere;
    }

    /// <summary>Empties an index: a tail call to it goes on behind the call.</summary>
    /// <returns>Whether there was a program.</returns>
    public bool Remove(uint index) => Map.TryDelete(&index);
}
