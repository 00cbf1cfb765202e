using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;

namespace Waggle.Bpf.Maps;

/// <summary>What typed views check when they are opened; for the views that an engine adds too.</summary>
public static unsafe class MapView
{
    /// <summary>Compares the kind of the map with those that a view is for.</summary>
    /// <exception cref="BpfMapException">It is none of them.</exception>
    public static void CheckKind(LiveMap map, string view, params ReadOnlySpan<MapType> kinds)
    {
        ArgumentNullException.ThrowIfNull(map);
        if (!kinds.Contains(map.Type))
            throw new BpfMapException("open a map", map.ToString(), Errno.None, $"{view} is for maps of kind {string.Join(", ", kinds.ToArray())}.");
    }

    /// <summary>Compares the size of a type with that of the map's values.</summary>
    /// <exception cref="BpfMapException">They differ; the text names both.</exception>
    public static void CheckValueSize<TValue>(LiveMap map) where TValue : unmanaged => Check<TValue>("value", map.ValueSizeInBytes, map);

    /// <summary>Compares the sizes of types and map.</summary>
    /// <exception cref="BpfMapException">They differ; the text names both.</exception>
    public static void CheckSizes<TKey, TValue>(LiveMap map) where TKey : unmanaged where TValue : unmanaged
    {
        Check<TKey>("key", map.KeySizeInBytes, map);
        Check<TValue>("value", map.ValueSizeInBytes, map);
    }

    /// <summary>Compares types and map: sizes, and the fields where the map's BTF is known.</summary>
    /// <exception cref="BpfMapException">They differ; the text names the field, its place and both types.</exception>
    public static void CheckLayout<TKey, TValue>(LiveMap map, LayoutCheck check) where TKey : unmanaged where TValue : unmanaged
    {
        CheckSizes<TKey, TValue>(map);
        if (check != LayoutCheck.Fields || map.FindTypes() is not { } types) return;
        CheckFields("key", typeof(TKey), types.Types, types.KeyTypeId, map);
        CheckFields("value", typeof(TValue), types.Types, types.ValueTypeId, map);
    }

    private static void CheckFields(string part, Type type, Types.Btf types, int typeId, LiveMap map)
    {
        if (LayoutComparison.Find(type, types, typeId) is { } difference)
            throw new BpfMapException("open a map", map.ToString(), Errno.None,
                $"Its {part} is laid out in another way than {type.Name}: {difference}. Mend the type, or open the map with {nameof(LayoutCheck)}.{nameof(LayoutCheck.SizeOnly)}.");
    }

    private static void Check<T>(string part, int sizeInMap, LiveMap map) where T : unmanaged
    {
        if (sizeof(T) != sizeInMap)
            throw new BpfMapException("open a map", map.ToString(), Errno.None,
                $"Its {part} has {sizeInMap} bytes, and {typeof(T)} has {sizeof(T)}: use the type that the program uses.");
    }
}
