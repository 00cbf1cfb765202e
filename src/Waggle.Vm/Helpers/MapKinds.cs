using System.Collections.Frozen;
using Waggle.Bpf.Catalog;
using static Waggle.Bpf.Catalog.MapType;

namespace Waggle.Vm.Helpers;

/// <summary>Which helpers take which kinds of map (<c>check_map_func_compatibility</c> and <c>record_func_map</c> in kernel/bpf/verifier.c).</summary>
internal static class MapKinds
{
    private static readonly MapType[] s_elements =
        [Hash, MapType.Array, PerCpuHash, PerCpuArray, LruHash, LruPerCpuHash, LpmTrie];

    // Helpers that want certain kinds. Of the others with a map there are none.
    private static readonly FrozenDictionary<int, MapType[]> s_byHelper = new Dictionary<int, MapType[]>
    {
        [1] = [.. s_elements, ArrayOfMaps, HashOfMaps, DevMap, DevMapHash, XskMap, SockMap, SockHash, StructOps],
        [2] = [.. s_elements, SockMap, SockHash],
        [3] = [.. s_elements, SockMap, SockHash],
        [12] = [ProgramArray],
        [22] = [PerfEventArray],
        [25] = [PerfEventArray],
        [27] = [StackTrace],
        [33] = [CgroupArray],
        [37] = [CgroupArray],
        [51] = [DevMap, DevMapHash, CpuMap, XskMap],
        [55] = [PerfEventArray],
        [81] = [CgroupStorageDeprecated, PerCpuCgroupStorageDeprecated],
        [87] = [Queue, Stack, BloomFilter],
        [88] = [Queue, Stack],
        [89] = [Queue, Stack, BloomFilter],
        [107] = [SkStorage],
        [108] = [SkStorage],
        [111] = [PerfEventArray],
        [121] = [PerfEventArray],
        [130] = [RingBuffer],
        [131] = [RingBuffer],
        [134] = [RingBuffer],
        [145] = [InodeStorage],
        [146] = [InodeStorage],
        [156] = [TaskStorage],
        [157] = [TaskStorage],
        [164] = [Hash, MapType.Array, PerCpuHash, PerCpuArray, LruHash, LruPerCpuHash],
        [169] = [Hash, MapType.Array, LruHash],
        [195] = [PerCpuHash, PerCpuArray, LruPerCpuHash],
        [198] = [RingBuffer],
        [209] = [UserRingBuffer],
        [210] = [CgroupStorage],
        [211] = [CgroupStorage],
    }.ToFrozenDictionary();

    /// <summary>Whether a helper takes a kind of map. Those of applications take any.</summary>
    internal static bool Fit(int helper, MapType kind)
    {
        if (helper is 0 or >= VmHelper.FirstNumber) return true;
        if (!s_byHelper.TryGetValue(helper, out MapType[]? kinds)) return false;
        foreach (MapType each in kinds)
        {
            if (each == kind) return true;
        }

        return false;
    }

    /// <summary>Whether a helper changes the map, which it may be closed to programs for.</summary>
    internal static bool Changes(int helper) => helper is 2 or 3 or 87 or 88;

    /// <summary>Whether a helper lets the program read values.</summary>
    internal static bool Reads(int helper) => helper is 1 or 89 or 164 or 195;
}
