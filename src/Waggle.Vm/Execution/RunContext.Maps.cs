using Waggle.Vm.Maps;
using Waggle.Vm.Memory;

namespace Waggle.Vm.Execution;

internal sealed unsafe partial class RunContext
{
    // Maps that the run found in maps of maps.
    private readonly List<VmMap> _innerMaps = [];

    /// <summary>The map that a number in a register stands for; null if it stands for none.</summary>
    internal VmMap? MapOf(ulong handle)
    {
        ulong index = MapHandles.IndexOf(handle);
        VmMap[] maps = Current.Image.Maps;
        if (index < (ulong)maps.Length) return maps[index];
        index -= InnerMapBase;
        return index < (ulong)_innerMaps.Count ? _innerMaps[(int)index] : null;
    }

    /// <summary>Lets the run use a map that it found in another, until it ends.</summary>
    /// <returns>The number that stands for it.</returns>
    internal ulong Hold(VmMap map)
    {
        int index = _innerMaps.IndexOf(map);
        if (index < 0)
        {
            index = _innerMaps.Count;
            _innerMaps.Add(map);
            _hasLeftovers = true;
        }

        return MapHandles.Of((int)InnerMapBase + index);
    }

    // Apart from all numbers of a program's own maps, of which it can't have so many.
    private const ulong InnerMapBase = 1 << 24;

    private bool IsInMaps(ulong address, int size, bool isWrite)
    {
        foreach (VmMap map in Current.Image.Maps)
        {
            if (map.Values.Find(address) is { } range) return IsInRange(range, address, size, isWrite);
        }

        foreach (VmMap map in _innerMaps)
        {
            if (map.Values.Find(address) is { } range) return IsInRange(range, address, size, isWrite);
        }

        return false;
    }

    private bool IsInRange(MemoryRange range, ulong address, int size, bool isWrite)
    {
        if (range.IsWritable) Remember(range.Start, range.Length);
        return range.Contains(address, (ulong)size) && (range.IsWritable || !isWrite);
    }
}
