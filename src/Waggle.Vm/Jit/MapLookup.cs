using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Vm.Code;
using Waggle.Vm.Execution;
using Waggle.Vm.Maps;

namespace Waggle.Vm.Jit;

/// <summary>Lookups that are compiled for the one map they are in.</summary>
internal static class MapLookup
{
    private const int Helper = 1; // bpf_map_lookup_elem

    /// <summary>Whether an element is looked up by the code for the map's kind, and not by the helper.</summary>
    internal static bool IsInPlace(VmMap map) => map.IsReadableByPrograms && HoldsValues(map.Type);

    /// <summary>Whether a kind of map is an array or a hash table of plain values.</summary>
    internal static bool HoldsValues(MapType type) =>
        type is MapType.Array or MapType.PerCpuArray or MapType.Hash or MapType.PerCpuHash or MapType.LruHash or MapType.LruPerCpuHash;

    /// <summary>Bytes of a key that is taken as a number, so that it need not lie in memory: that of an array, or of a hash table with
    /// keys of 4 or 8 bytes. Null for other calls.</summary>
    internal static int? KeyByValue(ProgramImage image, int slot, PointerState state)
    {
        Instruction call = image.Code.Instructions[slot];
        if (!call.IsCall(CallKind.Helper) || call.Immediate != Helper || image.HelperAt(slot) is null) return null;
        if (state[1] is not { Kind: PointerKind.Map, IsCertain: true, Map: var index }) return null;
        VmMap map = image.Maps[index];
        return IsInPlace(map) && map.KeySizeInBytes is sizeof(uint) or sizeof(ulong) ? map.KeySizeInBytes : null;
    }
}
