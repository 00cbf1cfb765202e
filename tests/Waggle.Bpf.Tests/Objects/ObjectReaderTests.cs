using System.Text.RegularExpressions;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.Tests.Objects;

public partial class ObjectReaderTests
{
    private static BpfObject Programs(string target = "bpf") => ObjectReader.Read(CompiledObjects.Read("programs", target));

    [Fact]
    public void Read_SeveralProgramsOfASection_HaveNameTypeAndTarget()
    {
        BpfObject read = Programs();

        Assert.Equal("Dual MIT/GPL", read.License);
        Assert.Equal(
            [
                ("first", "raw_tp/sys_enter", ProgramType.RawTracepoint, "sys_enter"),
                ("second", "raw_tp/sys_enter", ProgramType.RawTracepoint, "sys_enter"),
                ("third", "tp/sched/sched_process_exec", ProgramType.Tracepoint, "sched/sched_process_exec"),
            ],
            read.Programs.Select(p => (p.Name, p.Section, p.Type, p.AttachTarget)));
    }

    [Fact]
    public void Read_MapsByTypes_HaveSizesEntriesFlagsAndTypes()
    {
        BpfObject read = Programs();
        MapSpec Map(string name) => read.Maps.Single(m => m.Name == name);

        MapSpec byPid = Map("by_pid");
        Assert.Equal((MapType.Hash, 4, 20, 64u, 0u), (byPid.Type, byPid.KeySizeInBytes, byPid.ValueSizeInBytes, byPid.MaxEntries, byPid.Flags));
        Assert.Equal("int", read.Btf![byPid.KeyTypeId].Name);
        Assert.Equal("event", read.Btf[byPid.ValueTypeId].Name);
        MapSpec counters = Map("counters");
        Assert.Equal(
            (MapType.PerCpuArray, 4, 8, 3u, 8u, 0, 0),
            (counters.Type, counters.KeySizeInBytes, counters.ValueSizeInBytes, counters.MaxEntries, counters.Flags, counters.KeyTypeId, counters.ValueTypeId));
        MapSpec events = Map("events");
        Assert.Equal((MapType.RingBuffer, 0, 0, 4096u), (events.Type, events.KeySizeInBytes, events.ValueSizeInBytes, events.MaxEntries));
    }

    [Fact]
    public void Read_DataSections_AreArraysOfOneValue()
    {
        BpfObject read = Programs();

        Assert.Equal(
            [(".bss", "0000000000000000", false), (".data", "07000000", false), (".rodata", "64000000", true)], // only_pid = 7, limit = 100
            read.Maps.Where(m => m.InitialValue is not null).OrderBy(m => m.Name, StringComparer.Ordinal)
                .Select(m => (m.Name, Convert.ToHexString(m.InitialValue!), m.IsFrozen)));
        Assert.All(read.Maps.Where(m => m.InitialValue is not null), m =>
        {
            Assert.Equal((MapType.Array, 4, 1u), (m.Type, m.KeySizeInBytes, m.MaxEntries));
            var section = Assert.IsType<BtfDataSection>(read.Btf![m.ValueTypeId]);
            Assert.Equal((uint)m.ValueSizeInBytes, section.SizeInBytes); // clang leaves it 0
        });
    }

    [Fact]
    public void Read_Subprograms_FollowTheProgramThatCallsThem()
    {
        BpfObject read = Programs();

        string[] Functions(int program) => [.. read.Programs[program].Functions.Select(f => read.Btf![f.TypeId].Name)];
        Assert.Equal(["first", "scaled", "twice", "each"], Functions(0)); // "each" by its address only
        Assert.Equal(["second"], Functions(1));
        Assert.Equal(["third", "scaled", "twice"], Functions(2));
        foreach (ProgramSpec program in read.Programs)
        {
            int[] starts = [.. program.Functions.Select(f => f.InstructionIndex)];
            int[] targets = [.. program.Instructions.Select((i, slot) => CodeUnit.TargetOf(i, slot)).OfType<int>().Distinct().Order()];
            Assert.Equal(starts.Skip(1), targets);
        }
    }

    [Fact]
    public void Read_References_NameMapsAndPlacesInData()
    {
        ProgramSpec second = Programs().Programs[1];

        Assert.Equal([("events", (int?)null), (".data", 0)], second.MapReferences.Select(r => (r.MapName, r.ValueOffset)));
        Assert.All(second.MapReferences, r => Assert.True(second.Instructions[r.InstructionIndex].IsWide));
    }

    [Fact]
    public void Read_Lines_AreThoseOfTheSource()
    {
        BpfObject read = Programs();
        string[] source = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "data", "c", "programs.bpf.c"));

        LineInfo[] lines = [.. read.Programs.SelectMany(p => p.Lines)];

        Assert.True(lines.Length > 20);
        Assert.All(lines, line =>
        {
            Assert.EndsWith("programs.bpf.c", line.FileName, StringComparison.Ordinal);
            Assert.Equal(source[line.Line - 1], line.SourceText);
        });
        Assert.All(read.Programs, p => Assert.Equal(0, p.Lines[0].InstructionIndex));
        Assert.All(read.Programs, p => Assert.Equal(p.Lines.Select(l => l.InstructionIndex).Order(), p.Lines.Select(l => l.InstructionIndex)));
    }

    [Fact]
    public void Read_BigEndianFile_GivesTheSamePrograms()
    {
        BpfObject little = Programs(), big = Programs("bpfeb");

        Assert.Equal(little.Programs.Select(p => p.Name), big.Programs.Select(p => p.Name));
        foreach ((ProgramSpec a, ProgramSpec b) in little.Programs.Zip(big.Programs))
        {
            Assert.Equal(a.Instructions.AsEnumerable(), b.Instructions);
            Assert.Equal(a.MapReferences.AsEnumerable(), b.MapReferences);
            Assert.Equal(a.Lines.AsEnumerable(), b.Lines);
        }
        Assert.Equal(little.Maps.Select(m => (m.Name, m.Type, m.MaxEntries, m.ValueSizeInBytes)), big.Maps.Select(m => (m.Name, m.Type, m.MaxEntries, m.ValueSizeInBytes)));
    }

    [Fact]
    public void Read_CoreRelocations_HaveEveryKindThatTheSourceUses()
    {
        BpfObject read = ObjectReader.Read(CompiledObjects.Read("core"));

        Assert.Equal(Enum.GetValues<CoreRelocationKind>(), read.Programs.SelectMany(p => p.CoreRelocations).Select(r => r.Kind).Distinct().Order());
        CoreRelocation parent = read.Programs.Single(p => p.Name == "fields").CoreRelocations[0];
        Assert.Equal(("task_struct___mine", "0:0", CoreRelocationKind.FieldByteOffset), (read.Btf![parent.TypeId].Name, parent.Access, parent.Kind));
    }

    /// <summary>The linker behind <c>bpftool gen object</c> is the other maker of objects: it fills in what clang leaves open.</summary>
    [Fact]
    public void Read_ObjectLinkedByBpftool_GivesTheSamePrograms()
    {
        Tools.SkipWithout("bpftool");
        BpfObject compiled = Programs();
        DirectoryInfo folder = Directory.CreateTempSubdirectory();
        try
        {
            string input = Path.Combine(folder.FullName, "in.o"), output = Path.Combine(folder.FullName, "out.o");
            File.WriteAllBytes(input, CompiledObjects.Read("programs"));
            Tools.Run("bpftool", "gen", "object", output, input);

            BpfObject linked = BpfObject.Read(output);

            Assert.Equal(compiled.Programs.Select(p => p.Name).Order(), linked.Programs.Select(p => p.Name).Order());
            foreach (ProgramSpec program in linked.Programs)
                Assert.Equal(compiled.Programs.Single(p => p.Name == program.Name).Instructions.AsEnumerable(), program.Instructions);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Read_UnresolvedFunction_IsRefusedByName()
    {
        byte[] file = CompiledObjects.Read("programs");
        BpfObject read = ObjectReader.Read(file);
        var elf = ElfFile.Read(file);
        // The symbol of the global subprogram, 24 bytes; its section is at 6: made undefined.
        int scaled = elf.Symbols.IndexOf(elf.Symbols.First(s => elf.NameOf(s) == "scaled"));
        byte[] broken = [.. file];
        int table = file.AsSpan().IndexOf(elf.Find(".symtab")!.Data.Span);
        broken[table + scaled * 24 + 6] = 0;

        var error = Assert.Throws<ObjectFormatException>(() => ObjectReader.Read(broken));

        Assert.Contains("'first' calls 'scaled'", error.Message, StringComparison.Ordinal);
        Assert.Equal("raw_tp/sys_enter", error.Section);
        Assert.Equal(8, error.Offset);
        Assert.NotEmpty(read.Programs);
    }

    [Theory]
    [InlineData(0, 0, "is no ELF file")]
    [InlineData(4, 1, "EI_CLASS")] // 32 bits
    [InlineData(5, 3, "EI_DATA")]
    [InlineData(16, 2, "e_type")] // an executable
    [InlineData(18, 62, "e_machine")] // x86-64
    [InlineData(58, 1, "e_shentsize")]
    public void Read_HeaderWrong_NamesTheField(int at, byte value, string expected)
    {
        byte[] file = [.. CompiledObjects.Read("programs")];
        file[at] = value;

        var error = Assert.Throws<ObjectFormatException>(() => ObjectReader.Read(file));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    /// <summary>Sections, symbols and relocations against those of LLVM's reader.</summary>
    [Fact]
    public void Read_SymbolsAndSections_AreThoseOfReadelf()
    {
        byte[] file = CompiledObjects.Read("programs");
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, file);
            var elf = ElfFile.Read(file);

            // "    21: 0000000000000000   168 FUNC    GLOBAL DEFAULT     4 first"
            (ulong, ulong, string)[] symbols = [.. SymbolLine.Matches(Tools.Run("llvm-readelf-19", "-s", "-W", path))
                .Select(m => (Convert.ToUInt64(m.Groups[1].Value, 16), ulong.Parse(m.Groups[2].Value), m.Groups[3].Value))];

            Assert.Equal(symbols, elf.Symbols.Select(s => (s.Value, s.SizeInBytes, s.Type == ElfSymbolType.Section ? elf.SectionOf(s)!.Name : elf.NameOf(s))));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [GeneratedRegex(@"^ *\d+: ([0-9a-f]{16}) +(\d+) \S+ +\S+ +\S+ +\S+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex SymbolLine { get; }
}
