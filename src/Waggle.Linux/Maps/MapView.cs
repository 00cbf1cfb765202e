using Waggle.Linux.Errors;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Maps;

/// <summary>What the typed views check when they are opened.</summary>
internal static unsafe class MapView
{
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
