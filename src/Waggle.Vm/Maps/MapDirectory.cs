namespace Waggle.Vm.Maps;

/// <summary>The maps of this process by <see cref="VmMap.Id"/>.</summary>
/// <remarks>Maps are held weakly: an outer map holds its inner maps, also those taken out of it until the runs of that time have ended.
/// Thread-safe; lookups take no lock.</remarks>
internal static class MapDirectory
{
    private static readonly Lock s_lock = new();
    private static WeakReference<VmMap>?[] s_maps = new WeakReference<VmMap>?[64];

    /// <summary>The map with a number; null if there is none, or it is gone.</summary>
    public static VmMap? Find(uint id)
    {
        WeakReference<VmMap>?[] maps = Volatile.Read(ref s_maps);
        return id < (uint)maps.Length && Volatile.Read(ref maps[id]) is { } reference && reference.TryGetTarget(out VmMap? map) ? map : null;
    }

    public static void Add(VmMap map)
    {
        lock (s_lock)
        {
            if (map.Id >= (uint)s_maps.Length)
            {
                var larger = new WeakReference<VmMap>?[Math.Max(map.Id + 1, 2 * s_maps.Length)];
                for (int i = 0; i < s_maps.Length; i++)
                    if (s_maps[i] is { } reference && reference.TryGetTarget(out _)) larger[i] = reference; // the others are gone
                Volatile.Write(ref s_maps, larger);
            }
            Volatile.Write(ref s_maps[map.Id], new WeakReference<VmMap>(map));
        }
    }
}
