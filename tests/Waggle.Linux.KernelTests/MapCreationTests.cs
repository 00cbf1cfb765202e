using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;
using Waggle.Linux.Inspection;
using Waggle.Linux.Maps;

namespace Waggle.Linux.KernelTests;

/// <summary>What can be chosen of a map before it is made.</summary>
public class MapCreationTests
{
    [Fact]
    public void Load_ObjectWhoseMapWasResized_HasTheNewSize()
    {
        KernelEngine engine = KernelAccess.RequireEngine();
        BpfObject obj = ObjectReader.Read(Clang.Compile("inspected.bpf.c"));
        obj.Maps.Single(m => m.Name == "sessions").MaxEntries = 4321;

        using LoadedObject loaded = engine.Load(obj);

        Assert.Equal(4321U, KernelInventory.FindMap(loaded.Maps["sessions"].Id)!.MaxEntries);
    }

    [Fact]
    public void Create_OnAMemoryNode_IsThereOrRefused()
    {
        KernelAccess.RequireEngine();
        MapSpec spec = new("nodes", MapType.Hash) { KeySizeInBytes = 4, ValueSizeInBytes = 4, MaxEntries = 4, Flags = (uint)MapFlags.NumaNode };

        using (var map = KernelMap.Create(spec)) Assert.True(KernelInventory.FindMap(map.Id)!.Flags.HasFlag(MapFlags.NumaNode));
        spec.NumaNode = 1000;

        Assert.Throws<BpfMapException>(() => KernelMap.Create(spec));
    }
}
