namespace Waggle.Vm.Maps;

/// <summary>Numbers by which programs name maps in registers.</summary>
/// <remarks>A number is no address, and one that names no map is found out. Maps are held weakly: an outer map holds its inner maps, also those taken
/// out of it until the runs of that time have ended. Thread-safe; lookups take no lock.</remarks>
internal static class MapHandles
{
    // Far from every address that a process has, so that a mistaken use as a pointer faults.
    private const ulong Mark = 0x4D41_5000_0000_0000;
    private static readonly Lock s_lock = new();
    private static WeakReference<VmMap>?[] s_maps = new WeakReference<VmMap>?[64];

    /// <summary>The number for a map's <see cref="VmMap.Id"/>.</summary>
    public static ulong Of(uint id) => Mark | id;

    /// <summary>The map that a number names; null if it names none, or one that is gone.</summary>
    public static VmMap? Find(ulong handle) => handle >> 32 == Mark >> 32 ? FindById((uint)handle) : null;

    /// <summary>The map with a number; null if there is none.</summary>
    public static VmMap? FindById(uint id)
    {
        WeakReference<VmMap>?[] maps = Volatile.Read(ref s_maps);
        return id < (uint)maps.Length && maps[id] is { } reference && reference.TryGetTarget(out VmMap? map) ? map : null;
    }

    public static void Add(VmMap map)
    {
        lock (s_lock)
        {
            if (map.Id >= (uint)s_maps.Length)
            {
                var larger = new WeakReference<VmMap>?[Math.Max(map.Id + 1, 2 * s_maps.Length)];
                s_maps.CopyTo(larger, 0);
                Volatile.Write(ref s_maps, larger);
            }
            Volatile.Write(ref s_maps[map.Id], new WeakReference<VmMap>(map));
        }
    }
}
