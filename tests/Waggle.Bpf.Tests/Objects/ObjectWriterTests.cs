using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.Tests.Objects;

public class ObjectWriterTests
{
    public static TheoryData<string> Sources => ["programs", "core", "maps", "externs", "optional", "structops"];

    /// <summary>An object as a compiler in this process would make it: no file was ever read.</summary>
    private static BpfObject Made()
    {
        var types = new BtfBuilder();
        int number = types.Add(new BtfInt("int", 4, BtfIntEncoding.Signed));
        int context = types.Add(new BtfPointer(0));
        int function = types.Add(new BtfFunction("OnEnter", types.Add(new BtfFunctionPrototype(number, [new("context", context)])), BtfLinkage.Global));
        int value = types.Add(new BtfComposite("Count", false, 8, [new("Value", types.Add(new BtfInt("ulong", 8, BtfIntEncoding.None)), 0)]));
        types.AddString("Counter.cs");
        types.AddString("s_count.Value++;");
        types.AddString("return 0;");
        (Instruction load, Instruction loadHigh) = Instruction.LoadPseudo(Register.R1, PseudoSource.MapDescriptor, 0);
        (Instruction data, Instruction dataHigh) = Instruction.LoadPseudo(Register.R2, PseudoSource.MapValue, 0, 8);
        return new()
        {
            License = "GPL",
            Btf = types.Build(),
            Maps =
            [
                new("counts", MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = 8, MaxEntries = 2, KeyTypeId = number, ValueTypeId = value },
                new("events", MapType.RingBuffer) { MaxEntries = 8192 },
                new(".data", MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = 12, MaxEntries = 1, Flags = 1 << 10, InitialValue = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] },
            ],
            Programs =
            [
                new()
                {
                    Name = "OnEnter",
                    Section = "raw_tp/sys_enter",
                    Type = ProgramType.RawTracepoint,
                    AttachTarget = "sys_enter",
                    Instructions = [load, loadHigh, data, dataHigh, Instruction.Move(Register.R0, 0), Instruction.Exit],
                    MapReferences = [new(0, "counts"), new(2, ".data", 8)],
                    Functions = [new(0, function)],
                    Lines = [new(0, "Counter.cs", "s_count.Value++;", 12, 9), new(4, "Counter.cs", "return 0;", 13, 9)],
                },
            ],
        };
    }

    private static void AssertEqual(BpfObject expected, BpfObject actual)
    {
        Assert.Equal(expected.License, actual.License);
        Assert.Equal(expected.Programs.Length, actual.Programs.Length);
        foreach ((ProgramSpec a, ProgramSpec b) in expected.Programs.Zip(actual.Programs))
        {
            Assert.Equal((a.Name, a.Section, a.Type, a.AttachTarget, a.ExpectedAttachType, a.IsSleepable), (b.Name, b.Section, b.Type, b.AttachTarget, b.ExpectedAttachType, b.IsSleepable));
            Assert.Equal(a.Instructions.AsEnumerable(), b.Instructions);
            Assert.Equal(a.MapReferences.AsEnumerable(), b.MapReferences);
            Assert.Equal((a.HasFragments, a.IsLoadedByDefault), (b.HasFragments, b.IsLoadedByDefault));
            Assert.Equal(a.ExternReferences.AsEnumerable(), b.ExternReferences);
            Assert.Equal(a.CoreRelocations.AsEnumerable(), b.CoreRelocations);
            Assert.Equal(a.Functions.AsEnumerable(), b.Functions);
            Assert.Equal(a.Lines.AsEnumerable(), b.Lines);
        }
        Assert.Equal(expected.Maps.Length, actual.Maps.Length);
        foreach ((MapSpec a, MapSpec b) in expected.Maps.Zip(actual.Maps))
        {
            Assert.True(MapDefinition.AreEqual(a, b), $"{a} became {b}");
            Assert.Equal(a.Name, b.Name);
            Assert.Equal(a.InitialEntries.AsEnumerable(), b.InitialEntries);
            Assert.Equal(a.StructOps?.TypeName, b.StructOps?.TypeName);
            Assert.Equal(a.StructOps?.Data, b.StructOps?.Data);
            Assert.Equal(a.StructOps?.Programs, b.StructOps?.Programs);
            Assert.Equal((a.StructOps?.IsLink, a.StructOps?.IsLoadedByDefault), (b.StructOps?.IsLink, b.StructOps?.IsLoadedByDefault));
            Assert.Equal(a.InitialValue, b.InitialValue);
            Assert.Equal(a.IsFrozen, b.IsFrozen);
        }
        Assert.Equal(expected.Externs.AsEnumerable(), actual.Externs);
        for (int id = 0; id < expected.Btf!.Count; id++)
            Assert.Equal(expected.Btf[id], actual.Btf![id]);
    }

    [Theory, MemberData(nameof(Sources))]
    public void Write_CompiledObject_ReadsBackEqual(string source)
    {
        BpfObject compiled = ObjectReader.Read(CompiledObjects.Read(source));

        BpfObject again = ObjectReader.Read(ObjectWriter.Write(compiled));

        AssertEqual(compiled, again);
        Assert.Equal(compiled.Btf!.Count, again.Btf!.Count); // the maps' own types are used again
    }

    [Fact]
    public void Write_MadeObject_ReadsBackEqual() => AssertEqual(Made(), ObjectReader.Read(ObjectWriter.Write(Made())));

    [Fact]
    public void Write_SameObjectTwice_GivesTheSameBytes() => Assert.Equal(ObjectWriter.Write(Made()), ObjectWriter.Write(Made()));

    [Theory, MemberData(nameof(Sources))]
    public void Write_CompiledObject_IsReadByReadelfAndBpftool(string source) =>
        CheckWithPeers(ObjectReader.Read(CompiledObjects.Read(source)));

    [Fact]
    public void Write_MadeObject_IsReadByReadelfAndBpftool() => CheckWithPeers(Made());

    private static void CheckWithPeers(BpfObject written)
    {
        Tools.SkipWithout("bpftool");
        Tools.SkipWithout("llvm-readelf-19");
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, ObjectWriter.Write(written));

            string elf = Tools.Run("llvm-readelf-19", "-S", "-s", "-r", "-W", path);
            string types = Tools.Run("bpftool", "btf", "dump", "file", path, "format", "raw");

            Assert.DoesNotContain("warning", elf, StringComparison.OrdinalIgnoreCase);
            Assert.All(written.Programs, p => Assert.Contains(p.Name, elf, StringComparison.Ordinal));
            Assert.All(written.Maps.Where(m => m.Name != ExternSpec.ConfigurationMap), m => Assert.Contains(m.Name, elf, StringComparison.Ordinal));
            foreach (int id in Enumerable.Range(1, written.Btf!.Count - 1).Where(id => written.Btf[id] is not BtfDataSection))
                Assert.Contains(Bpf.Tests.Types.BpftoolForm.FirstLine(written.Btf, id), types, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Write_ReferenceToAMapThatIsNotThere_NamesBoth()
    {
        ProgramSpec program = Made().Programs[0] with { MapReferences = [new(0, "gone")] };
        var broken = new BpfObject { Programs = [program], Btf = Made().Btf };

        var error = Assert.Throws<ArgumentException>(() => ObjectWriter.Write(broken));

        Assert.Equal("OnEnter (raw_tp/sys_enter) refers to map 'gone', which the object does not have.", error.Message);
    }

    [Fact]
    public void Write_TwoProgramsOfOneName_IsRefused()
    {
        var broken = new BpfObject { Programs = [Made().Programs[0], Made().Programs[0]], Maps = Made().Maps, Btf = Made().Btf };

        Assert.Throws<ArgumentException>(() => ObjectWriter.Write(broken));
    }
}
