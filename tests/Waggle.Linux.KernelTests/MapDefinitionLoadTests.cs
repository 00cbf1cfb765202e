using System.Globalization;
using System.Text.Json;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Engines;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;
using Waggle.Linux.Maps;
using Waggle.Linux.Pins;

namespace Waggle.Linux.KernelTests;

/// <summary>What section .maps and sections of data can say, loaded from what clang makes.</summary>
public class MapDefinitionLoadTests
{
    private const uint XdpPass = 2;

    [Fact]
    public void Load_InitialValues_AreInMapsAndProgramArray()
    {
        using PinFolder pins = OpenPins();
        using LoadedObject loaded = Load(Read(), pins);

        uint[] ids = [.. Enumerable.Range(0, 4).Select(i => new MapOfMaps<uint>(loaded.Maps["outer"]).TryGetId((uint)i, out uint id) ? id : 0)];
        Assert.Equal([0, loaded.Maps["first"].Id, 0, loaded.Maps["second"].Id], ids);
        Assert.True(new ProgramArrayMap(loaded.Maps["jumps"]).TryGetId(2, out uint jumpedTo));
        Assert.Equal(loaded.Programs["jumped_to"].Id, jumpedTo);

        ProgramRunResult result = loaded.Programs["main_program"].Run(data: new byte[64]);

        Assert.Equal(XdpPass, result.ReturnValue); // the tail call was taken
        Assert.Equal(7UL + 8 + 9 + 3 + 4 + 1, loaded.Map<uint, ulong>("first")[0]);
        Assert.Equal(4, loaded.Global<int>(".data.own", 0).Value);
    }

    [Fact]
    public void Load_HashOfMaps_TakesMapsOfTheDefinedKindOnly()
    {
        using PinFolder pins = OpenPins();
        using LoadedObject loaded = Load(Read(), pins);
        var outer = new MapOfMaps<uint>(loaded.Maps["outer_hash"]);
        MapSpec template = loaded.Maps["outer_hash"].Spec.InnerMap!;

        using var fitting = KernelMap.Create(new MapSpec("fits", template.Type)
        {
            KeySizeInBytes = template.KeySizeInBytes,
            ValueSizeInBytes = template.ValueSizeInBytes,
            MaxEntries = template.MaxEntries,
            Flags = template.Flags,
        });
        outer.Set(77, fitting);

        Assert.True(outer.TryGetId(77, out uint id));
        Assert.Equal(fitting.Id, id);
        Assert.Throws<BpfMapException>(() => outer.Set(78, loaded.Maps["first"]));
    }

    [Fact]
    public void Load_PinnedByName_IsTheSameMapTheNextTime()
    {
        using PinFolder pins = OpenPins();
        uint id;
        using (LoadedObject first = Load(Read(), pins))
        {
            first.Map<uint, uint>("waggle_shared")[1] = 99;
            id = first.Maps["waggle_shared"].Id;
            Assert.Contains("waggle_shared", pins.List());
        }

        using LoadedObject second = Load(Read(), pins);

        Assert.Equal(id, second.Maps["waggle_shared"].Id);
        Assert.Equal(99U, second.Map<uint, uint>("waggle_shared")[1]);
        Assert.Equal(1U << 2 | 1U, second.Maps["waggle_shared"].Spec.Flags); // BPF_F_NUMA_NODE, BPF_F_NO_PREALLOC
    }

    public static TheoryData<string, string, string> Differences => new()
    {
        { "max_entries", "10", "11" },
        { "value size", "4", "8" },
        { "map_flags", "5", "1" },
    };

    [Theory, MemberData(nameof(Differences))]
    public void Load_PinnedMapThatDiffers_NamesTheAttribute(string attribute, string pinned, string wanted)
    {
        using PinFolder pins = OpenPins();
        Load(Read(), pins).Dispose();
        BpfObject other = Read();
        MapSpec map = other.Maps.Single(m => m.Name == "waggle_shared");
        switch (attribute)
        {
            case "max_entries": map.MaxEntries = 11; break;
            case "value size": (map.ValueSizeInBytes, map.ValueTypeId) = (8, 0); break;
            default: map.Flags = 1; break;
        }

        var error = Assert.Throws<BpfMapException>(() => Load(other, pins));

        Assert.Contains($"{attribute} {pinned}, and the object wants {wanted}", error.Message, StringComparison.Ordinal);
        DescriptorCount.AssertSame(() => Assert.Throws<BpfMapException>(() => Load(other, pins)));
    }

    [Fact]
    public void Load_ThatFails_LeavesNoPin()
    {
        using PinFolder pins = OpenPins();
        BpfObject broken = Read();
        broken.Maps.Single(m => m.Name == "events").KeySizeInBytes = 3; // behind the pinned one in the object

        Assert.Throws<BpfMapException>(() => Load(broken, pins));

        Assert.DoesNotContain("waggle_shared", pins.List());
    }

    [Fact]
    public void Load_PinnedByNameWithoutBpfFileSystem_SaysSo()
    {
        KernelEngine engine = KernelAccess.RequireEngine();
        DirectoryInfo folder = Directory.CreateTempSubdirectory();
        try
        {
            using var pins = PinFolder.Open(folder.FullName);

            var error = Assert.Throws<BpfException>(() => engine.Load(Read(), new LoadOptions { Pins = pins }));

            Assert.Contains("BPF file system", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Load_NamedObject_ShowsLibbpfsNamesToBpftool()
    {
        using PinFolder pins = OpenPins();
        using LoadedObject loaded = Load(ObjectReader.Read(Clang.Compile("maps.bpf.c"), "longobjectname"), pins);
        using LoadedObject engine = KernelAccess.RequireEngine().Load(
            ObjectReader.Read(Clang.Compile("engine.bpf.c"), "longobjectname"), new LoadOptions { Select = _ => false });

        Assert.Equal("longobje.data", KernelNameOf(engine.Maps[".data"]));
        Assert.Equal("longobje.rodata", KernelNameOf(engine.Maps[".rodata"]));
        Assert.Equal("longobje.bss", KernelNameOf(engine.Maps[".bss"]));
        Assert.Equal(".data.numbers", KernelNameOf(loaded.Maps[".data.numbers"]));
    }

    [Fact]
    public void Load_CustomDataSections_AreGlobalVariables()
    {
        using PinFolder pins = OpenPins();
        BpfObject read = Read();
        MapSpec room = read.Maps.Single(m => m.Name == ".bss");
        room.ValueSizeInBytes = 1000; // more than the object has: int room[250]

        using LoadedObject loaded = Load(read, pins);

        Assert.Equal([7, 8], new[] { loaded.Global<int>(".data.numbers", 0).Value, loaded.Global<int>(".data.numbers", 4).Value });
        Assert.Throws<BpfMapException>(() => loaded.Global<int>(".rodata.limits", 0).Value = 1);
        loaded.Global<int>(".bss", 996).Value = 5;
        Assert.Equal(5, loaded.Global<int>(".bss", 996).Value);
        // What only the object's own code sees is not mapped, so that it may hold locks.
        Assert.Equal(0U, loaded.Maps[".data.own"].Spec.Flags);
        Assert.Equal(0U, loaded.Maps[".data.hidden"].Spec.Flags);
        Assert.NotEqual(0U, loaded.Maps[".data.numbers"].Spec.Flags);
    }

    [Fact]
    public void Load_QuestionMarkSection_OnlyIfAskedFor()
    {
        KernelEngine engine = KernelAccess.RequireEngine();
        KernelAccess.RequireKernelBtf();
        BpfObject read = ObjectReader.Read(Clang.Compile("optional.bpf.c"));
        BpfObject bare = new() { License = read.License, Programs = [.. read.Programs.Where(p => p.Name is "takes_parts" or "by_default")] };
        using LoadedObject usual = engine.Load(bare);
        using LoadedObject asked = engine.Load(bare, new LoadOptions { Select = p => p.HasFragments });

        Assert.Equal(["by_default"], usual.Programs.Keys);
        Assert.Equal(["takes_parts"], asked.Programs.Keys);
        Assert.Equal(XdpPass, asked.Programs["takes_parts"].Run(data: new byte[8000]).ReturnValue); // more than a page

        // The kernel keeps the two kinds apart: one can't jump to the other.
        using var array = KernelMap.Create(new MapSpec("apart", MapType.ProgramArray) { KeySizeInBytes = 4, ValueSizeInBytes = 4, MaxEntries = 2 });
        var programs = new ProgramArrayMap(array);
        programs.Set(0, usual.Programs["by_default"]);
        Assert.Throws<BpfMapException>(() => programs.Set(1, asked.Programs["takes_parts"]));
    }

    [Fact]
    public void Read_Definitions_AreAsWritten()
    {
        BpfObject read = Read();

        Assert.Equal(8192U, Map("ring").MaxEntries); // 5,000, made a power of two
        Assert.Equal(3UL, Map("seen").Extra);
        Assert.True(Map("waggle_shared").IsPinnedByName);
        Assert.Equal("outer.inner", Map("outer").InnerMap!.Name);
        Assert.Equal(8, Map("outer").InnerMap!.ValueSizeInBytes);
        Assert.Equal([new MapInitialEntry(1, "first"), new MapInitialEntry(3, "second")], Map("outer").InitialEntries);
        Assert.Equal([new MapInitialEntry(2, "jumped_to")], Map("jumps").InitialEntries);

        MapSpec Map(string name) => read.Maps.Single(m => m.Name == name);
    }

    private static BpfObject Read() => ObjectReader.Read(Clang.Compile("maps.bpf.c"));

    private static LoadedObject Load(BpfObject obj, PinFolder pins) => KernelAccess.RequireEngine().Load(obj, new LoadOptions { Pins = pins });

    private static PinFolder OpenPins()
    {
        KernelAccess.RequireEngine();
        return PinFolder.OpenDetached();
    }

    private static string? KernelNameOf(KernelMap map)
    {
        JsonElement shown = Bpftool.Run("map", "show", "id", map.Id.ToString(CultureInfo.InvariantCulture));
        return shown.GetProperty("name").GetString();
    }
}
