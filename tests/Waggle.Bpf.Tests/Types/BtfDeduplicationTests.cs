using System.Runtime.InteropServices;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.Tests.Types;

/// <summary>Merging types of several files, against what libbpf makes of the same.</summary>
public partial class BtfDeduplicationTests
{
    private const string Kernel = "/sys/kernel/btf/vmlinux";

    [Fact]
    public void Deduplicate_ObjectsTogether_LeavesTheTypesThatLibbpfLeaves()
    {
        Compare([.. new[] { "core", "programs", "engine", "plain", "core" }.Select(Types)]);
    }

    [Fact]
    public void Deduplicate_KernelTwiceAndAnObject_LeavesTheTypesThatLibbpfLeaves()
    {
        if (!File.Exists(Kernel))
            Assert.Skip($"this kernel has no {Kernel} (CONFIG_DEBUG_INFO_BTF)");
        byte[] kernel = File.ReadAllBytes(Kernel);

        Compare([kernel, Types("engine"), kernel]);
    }

    /// <summary>The example in libbpf's btf.c: each file knows one of two structs that refer to each other and to a third.</summary>
    [Fact]
    public void Deduplicate_EachFileKnowsAnotherDefinition_JoinsThem()
    {
        byte[] first = File(define: "A", declare: "B"), second = File(define: "B", declare: "A");
        Compare([first, second]);

        var builder = new BtfBuilder();
        builder.AddAll(Btf.Read(first));
        builder.AddAll(Btf.Read(second));
        builder.Deduplicate();
        Btf types = builder.Build();

        Assert.DoesNotContain(Enumerable.Range(1, types.Count - 1), id => types[id] is BtfForward);
        Assert.All(new[] { "A", "B", "S" }, name => Assert.Single(types.FindAll(name)));

        static byte[] File(string define, string declare)
        {
            var builder = new BtfBuilder();
            int number = builder.Add(new BtfInt("int", 4, BtfIntEncoding.Signed));
            int own = builder.Reserve(), s = builder.Reserve();
            int toOwn = builder.Add(new BtfPointer(own)), toS = builder.Add(new BtfPointer(s));
            int toOther = builder.Add(new BtfPointer(builder.Add(new BtfForward(declare, false))));
            builder.Define(own, new BtfComposite(define, false, 24, [new("n", number, 0), new("self", toOwn, 64), new("parent", toS, 128)]));
            builder.Define(s, new BtfComposite("S", false, 16, [new("a", define == "A" ? toOwn : toOther, 0), new("b", define == "A" ? toOther : toOwn, 64)]));
            return builder.Build().Bytes.ToArray();
        }
    }

    [Fact]
    public void Deduplicate_TwoTypesOfOneName_KeepsBothAndTheDeclaration()
    {
        byte[] first = File(4), second = File(8), third = Declaration();

        Compare([first, second, third, first]);

        static byte[] File(uint size)
        {
            var builder = new BtfBuilder();
            int number = builder.Add(new BtfInt(size == 4 ? "int" : "long", (int)size, BtfIntEncoding.Signed));
            int thing = builder.Add(new BtfComposite("thing", false, size, [new("n", number, 0)]));
            builder.Add(new BtfComposite("user", false, 8, [new("thing", builder.Add(new BtfPointer(thing)), 0)]));
            return builder.Build().Bytes.ToArray();
        }

        static byte[] Declaration()
        {
            var builder = new BtfBuilder();
            builder.Add(new BtfTypedef("alone", builder.Add(new BtfPointer(builder.Add(new BtfForward("thing", false))))));
            return builder.Build().Bytes.ToArray();
        }
    }

    [Fact]
    public void Deduplicate_OnTopOfABase_FindsTheBasesTypes()
    {
        var kernel = new BtfBuilder();
        int number = kernel.Add(new BtfInt("int", 4, BtfIntEncoding.Signed));
        int task = kernel.Add(new BtfComposite("task", false, 4, [new("pid", number, 0)]));
        Btf types = kernel.Build();
        BtfBuilder builder = BtfBuilder.OnTopOf(types);
        int again = builder.Reserve(), copy = builder.Reserve(), own = builder.Reserve(), pointer = builder.Reserve();
        builder.Define(again, types[number]);
        builder.Define(copy, new BtfComposite("task", false, 4, [new("pid", again, 0)]));
        builder.Define(own, new BtfComposite("device", false, 4, [new("task", copy, 0)]));
        builder.Define(pointer, new BtfPointer(builder.Add(new BtfForward("device", false))));

        int[] map = builder.Deduplicate();
        Btf module = builder.Build();

        Assert.Equal((number, task), (map[again], map[copy]));
        Assert.Equal(types.Count + 2, module.Count);
        Assert.Equal(new BtfPointer(map[own]), module[map[pointer]]);
        Assert.Equal(task, ((BtfComposite)module[map[own]]).Members[0].TypeId);
    }

    [Fact]
    public void Deduplicate_LongChainOfPointers_Ends()
    {
        var builder = new BtfBuilder();
        int last = 0;
        for (int i = 0; i < 50_000; i++)
            last = builder.Add(new BtfPointer(last));

        builder.Deduplicate();

        Assert.Equal(50_001, builder.Count);
    }

    private static byte[] Types(string source) =>
        Waggle.Bpf.Objects.ElfFile.Read(CompiledObjects.Read(source)).Find(".BTF")!.Data.ToArray();

    private static void Compare(IReadOnlyList<byte[]> files)
    {
        var builder = new BtfBuilder();
        foreach (byte[] file in files)
            builder.AddAll(Btf.Read(file));
        int before = builder.Count;
        int[] map = builder.Deduplicate();
        Btf actual = builder.Build();
        Btf expected = DeduplicateByLibbpf(files);

        Assert.Equal(before, map.Length);
        Assert.True(files.Count < 2 || actual.Count < before, "nothing was the same");
        Assert.Equal(Names(expected), Names(actual));
        Assert.Equal(expected.Count, actual.Count);

        static IEnumerable<string> Names(Btf types) => Enumerable.Range(1, types.Count - 1).Select(id => types[id])
            .GroupBy(t => $"{t.GetType().Name} {t.Name}").Select(g => $"{g.Key} {g.Count()}").Order(StringComparer.Ordinal);
    }

    private static Btf DeduplicateByLibbpf(IReadOnlyList<byte[]> files)
    {
        if (!NativeLibrary.TryLoad(Library, out _))
            Assert.Skip($"{Library} is not installed");
        nint all = NewEmpty();
        try
        {
            foreach (byte[] file in files)
            {
                nint types = New(file, (uint)file.Length);
                Assert.True(AddBtf(all, types) > 0, "libbpf does not add the types");
                Free(types);
            }
            Assert.Equal(0, Dedup(all, 0));
            nint data = RawData(all, out uint size);
            var bytes = new byte[size];
            Marshal.Copy(data, bytes, 0, (int)size);
            return Btf.Read(bytes);
        }
        finally
        {
            Free(all);
        }
    }

    private const string Library = "libbpf.so.1";

    [LibraryImport(Library, EntryPoint = "btf__new_empty")]
    private static partial nint NewEmpty();

    [LibraryImport(Library, EntryPoint = "btf__new")]
    private static partial nint New(byte[] data, uint size);

    [LibraryImport(Library, EntryPoint = "btf__add_btf")]
    private static partial int AddBtf(nint types, nint source);

    [LibraryImport(Library, EntryPoint = "btf__dedup")]
    private static partial int Dedup(nint types, nint options);

    [LibraryImport(Library, EntryPoint = "btf__raw_data")]
    private static partial nint RawData(nint types, out uint size);

    [LibraryImport(Library, EntryPoint = "btf__free")]
    private static partial void Free(nint types);
}
