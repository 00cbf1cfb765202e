using System.Runtime.CompilerServices;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;

namespace Waggle.Compiler.Tests;

/// <summary>Maps, data sections, types and lines of the object.</summary>
public class ObjectTests
{
    [Fact]
    public void Maps_OfTheClass_HaveTheNamesAndSizesOfTheFields()
    {
        Assert.Equal(
            [
                ("byKey", MapType.Hash, 8, 4, 7u),
                ("events", MapType.RingBuffer, 0, 0, 8192u),
                ("events.counts", MapType.PerCpuArray, 4, 8, 2u),
                ("counts", MapType.Array, 4, 8, 1u),
                (".data", MapType.Array, 4, 4, 1u),
                (".rodata", MapType.Array, 4, 2, 1u),
            ],
            Compiled.Samples.Maps.Select(m => (m.Name, m.Type, m.KeySizeInBytes, m.ValueSizeInBytes, m.MaxEntries)));
    }

    [Fact]
    public void DataSections_HoldTheFieldsValues()
    {
        MapSpec data = Compiled.Samples.Maps.Single(m => m.Name == ".data"), constants = Compiled.Samples.Maps.Single(m => m.Name == ".rodata");

        Assert.Equal(42, BitConverter.ToInt32(data.InitialValue));
        Assert.Equal(513, BitConverter.ToUInt16(constants.InitialValue));
        Assert.True(constants.IsFrozen);
        Assert.Equal((0x400u, 0x80u), (data.Flags, constants.Flags)); // BPF_F_MMAPABLE, BPF_F_RDONLY_PROG
    }

    [Fact]
    public void Types_OfAMap_AreItsStructAndItsEnum()
    {
        Btf types = Compiled.Samples.Btf!;
        MapSpec map = Compiled.Samples.Maps.Single(m => m.Name == "byKey");

        var key = Assert.IsType<BtfComposite>(types[map.KeyTypeId]);
        Assert.Equal(("SampleKey", 8u), (key.Name, key.SizeInBytes));
        Assert.Equal([("Process", 0u), ("Kind", 32u)], key.Members.Select(m => (m.Name, m.OffsetInBits)));
        var value = Assert.IsType<BtfEnum>(types[map.ValueTypeId]);
        Assert.Equal([("First", 1L), ("Second", 2L)], value.Values.Select(v => (v.Name, v.Value)));
    }

    [Fact]
    public void Types_OfAKernelStruct_PointToItself()
    {
        Btf types = Compiled.Samples.Btf!;

        Assert.True(types.TryFind("task_struct", out int id, out BtfComposite? task));
        BtfMember parent = task.Members.Single(m => m.Name == "real_parent");
        Assert.Equal(id, Assert.IsType<BtfPointer>(types[parent.TypeId]).TargetId);
    }

    [Fact]
    public void Lines_OfAProgram_AreThoseOfItsStatements()
    {
        ProgramSpec count = Compiled.Samples.Programs.Single(p => p.Name == "Count");
        string[] source = File.ReadAllLines(SourceFile());

        Assert.Equal(0, count.Lines[0].InstructionIndex);
        Assert.All(count.Lines, l => Assert.EndsWith("Samples.cs", l.FileName, StringComparison.Ordinal));
        Assert.All(count.Lines, l => Assert.Equal(source[l.Line - 1].Trim(), l.SourceText));
        Assert.Contains(count.Lines, l => l.SourceText == "MapValue<ulong> count = s_counts.Find(0);");
        Assert.Contains(count.Lines, l => l.SourceText == "if (count.Exists) count.Value++;");
    }

    [Fact]
    public void Functions_OfAProgram_NameIt()
    {
        ProgramSpec count = Compiled.Samples.Programs.Single(p => p.Name == "Count");

        FunctionInfo function = Assert.Single(count.Functions);
        Assert.Equal("Count", Compiled.Samples.Btf![function.TypeId].Name);
    }

    [Fact]
    public void Compile_ObjectWrittenAsElf_ReadsBackTheSame()
    {
        BpfObject read = ObjectReader.Read(ObjectWriter.Write(Compiled.Samples));

        Assert.Equal(Compiled.Samples.Programs.Select(p => (p.Name, p.Section, p.Instructions.Length)).Order(),
            read.Programs.Select(p => (p.Name, p.Section, p.Instructions.Length)).Order());
    }

    private static string SourceFile([CallerFilePath] string path = "") =>
        Path.Combine(Path.GetDirectoryName(path)!, "Programs", "Samples.cs");
}
