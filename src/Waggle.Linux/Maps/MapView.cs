using Waggle.Bpf.Catalog;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Maps;

/// <summary>What the typed views check when they are opened.</summary>
internal static unsafe class MapView
{
    /// <summary>Compares the kind of the map with those that a view is for.</summary>
    /// <exception cref="BpfMapException">It is none of them.</exception>
    public static void CheckKind(KernelMap map, string view, params ReadOnlySpan<MapType> kinds)
    {
        ArgumentNullException.ThrowIfNull(map);
        if (!kinds.Contains(map.Type))
            throw new BpfMapException("open a map", map.ToString(), Errno.None, $"{view} is for maps of kind {string.Join(", ", kinds.ToArray())}.");
    }

    /// <summary>Compares the size of a type with that of the map's values.</summary>
    /// <exception cref="BpfMapException">They differ; the text names both.</exception>
    public static void CheckValueSize<TValue>(KernelMap map) where TValue : unmanaged => Check<TValue>("value", map.ValueSizeInBytes, map);

    /// <summary>Compares the sizes of types and map.</summary>
    /// <exception cref="BpfMapException">They differ; the text names both.</exception>
    public static void CheckSizes<TKey, TValue>(KernelMap map) where TKey : unmanaged where TValue : unmanaged
    {
        Check<TKey>("key", map.KeySizeInBytes, map);
        Check<TValue>("value", map.ValueSizeInBytes, map);
    }

    private static void Check<T>(string part, int sizeInMap, KernelMap map) where T : unmanaged
    {
        if (sizeof(T) != sizeInMap)
            throw new BpfMapException("open a map", map.ToString(), Errno.None,
                $"Its {part} has {sizeInMap} bytes, and {typeof(T)} has {sizeof(T)}: use the type that the program uses.");
    }
}
