using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;

namespace Waggle.Bpf.Maps;

/// <summary>A map whose values are maps: array of maps and hash of maps.</summary>
/// <typeparam name="TKey">Key, laid out as the program lays it out; <see cref="uint"/> for an array.</typeparam>
/// <remarks>A view: it does not own the map, and the map holds its inner maps by itself. Thread-safe; each operation is one system
/// call. A change returns when no program uses the old inner map any more. Linux 4.12. Rules from <c>kernel/bpf/map_in_map.c</c>.</remarks>
public sealed unsafe class MapOfMaps<TKey> where TKey : unmanaged
{
    /// <summary>Looks at a map through types.</summary>
    /// <exception cref="BpfMapException">The map holds no maps, or its keys have another size.</exception>
    public MapOfMaps(LiveMap map)
    {
        MapView.CheckKind(map, "A MapOfMaps", MapType.ArrayOfMaps, MapType.HashOfMaps);
        MapView.CheckSizes<TKey, uint>(map);
        Map = map;
    }

    /// <summary>The map.</summary>
    public LiveMap Map { get; }

    /// <summary>Puts a map in.</summary>
    /// <param name="key">The key.</param>
    /// <param name="inner">A map of the kind and sizes that the outer one was created for; it may be disposed afterwards.</param>
    /// <param name="mode">What to do about a key that is or is not there.</param>
    /// <exception cref="BpfMapException">The inner map differs from the template, the map is full, or the mode forbids it.</exception>
    public void Set(in TKey key, LiveMap inner, UpdateMode mode = UpdateMode.AddOrReplace)
    {
        ArgumentNullException.ThrowIfNull(inner);
        TKey keyCopy = key;
        Errno error = Map.UpdateReference(&keyCopy, inner, (ulong)mode);
        if (error == Errno.None) return;
        throw error == Errno.Invalid
            ? new BpfMapException("put a map into a map", Map.ToString(), error,
                $"{inner} has not the kind, sizes, flags or number of entries of the inner map that it was created for.")
            : Map.UpdateError(error);
    }

    /// <summary>The engine's number of the map at a key; the kernel's is what <c>bpftool map</c> shows.</summary>
    /// <returns>Whether there is one.</returns>
    public bool TryGetId(in TKey key, out uint id)
    {
        TKey keyCopy = key;
        uint read = 0;
        bool isThere = Map.TryLookup(&keyCopy, &read);
        id = read;
        return isThere;
    }

    /// <summary>Opens the map at a key.</summary>
    /// <returns>The map, for the caller to dispose; null if there is none.</returns>
    /// <exception cref="BpfPermissionException">The process lacks CAP_SYS_ADMIN.</exception>
    public LiveMap? TryOpen(in TKey key) => TryGetId(key, out uint id) ? Map.TryOpenInner(id) : null;

    /// <summary>Takes a map out.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(in TKey key)
    {
        TKey keyCopy = key;
        return Map.TryDelete(&keyCopy);
    }
}
