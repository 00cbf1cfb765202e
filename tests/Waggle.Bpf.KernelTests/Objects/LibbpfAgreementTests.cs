using System.Globalization;
using System.Text.RegularExpressions;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Tests;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.KernelTests.Objects;

public partial class LibbpfAgreementTests
{
    private const string Kernel = "/sys/kernel/btf/vmlinux";

    private static readonly Version s_taskFunctions = new(6, 2); // without them libbpf does not load "externs"

    public static TheoryData<string> Sources => KernelVerifier.Kernel >= s_taskFunctions ? ["programs", "core", "maps", "externs"] : ["programs", "core", "maps"];

    [Theory, MemberData(nameof(Sources))]
    public void Write_CompiledObject_LibbpfLoadsTheSamePrograms(string source)
    {
        Libbpf.SkipUnlessUsable();
        byte[] compiled = CompiledObjects.Read(source);
        BpfObject read = ObjectReader.Read(compiled);
        string[] names = [.. read.Programs.Select(p => p.Name)];

        (_, Dictionary<string, string> expected) = Libbpf.Load(compiled, names);
        (_, Dictionary<string, string> actual) = Libbpf.Load(ObjectWriter.Write(read), names);

        foreach (string name in names)
        {
            Assert.Contains($"; ", expected[name], StringComparison.Ordinal); // source lines: the types were loaded too
            Assert.Equal(WithoutIds(expected[name]), WithoutIds(actual[name]));
        }
    }

    /// <summary>Without types, maps are defined by their sizes and functions found by the calls of them.</summary>
    [Fact]
    public void Write_ObjectWithoutTypes_LibbpfLoadsTheSameInstructions()
    {
        Libbpf.SkipUnlessUsable();
        byte[] compiled = CompiledObjects.Read("programs");
        BpfObject read = ObjectReader.Read(compiled);
        foreach (MapSpec map in read.Maps)
            (map.KeyTypeId, map.ValueTypeId) = (0, 0);
        var bare = new BpfObject
        {
            License = read.License,
            Maps = read.Maps,
            // Not the first program: the verifier wants types for a function whose address is taken.
            Programs = [.. read.Programs.Skip(1).Select(p => p with { Functions = [], Lines = [] })],
        };
        string[] names = [.. bare.Programs.Select(p => p.Name)];

        (_, Dictionary<string, string> expected) = Libbpf.Load(compiled, names);
        (_, Dictionary<string, string> actual) = Libbpf.Load(ObjectWriter.Write(bare), names);

        foreach (string name in names)
            Assert.Equal(InstructionsOf(expected[name]), InstructionsOf(actual[name]));
    }

    [Fact]
    public void Resolve_EveryRelocation_PatchesAsLibbpfDoes()
    {
        Libbpf.SkipUnlessUsable();
        if (!File.Exists(Kernel))
            Assert.Skip($"this kernel has no {Kernel} (CONFIG_DEBUG_INFO_BTF)");
        byte[] compiled = CompiledObjects.Read("core");
        BpfObject read = ObjectReader.Read(compiled);
        var kernel = Btf.Read(File.ReadAllBytes(Kernel));
        (string log, _) = Libbpf.Load(compiled, []);
        string[] expected =
        [
            .. Patched.Matches(log).Select(m => $"{m.Groups[1]} {m.Groups[2]} -> {m.Groups[3]}"),
            .. Poisoned.Matches(log).Select(m => $"{m.Groups[1]} {m.Groups[2]} -> poison"),
        ];

        List<string> actual = [];
        foreach (ProgramSpec program in read.Programs)
        {
            CoreResolution resolved = CoreRelocator.Resolve(program, read.Btf!, kernel);
            foreach (int slot in program.CoreRelocations.Select(r => r.InstructionIndex))
                actual.Add($"{program.Name} {slot} -> {Answer(resolved.Program.Instructions[slot])}");
            Assert.Equal(
                actual.Where(a => a.StartsWith($"{program.Name} ", StringComparison.Ordinal) && a.EndsWith("poison", StringComparison.Ordinal)).Count(),
                resolved.Unresolved.Length);
        }

        Assert.True(expected.Length >= 30, "libbpf told of next to no relocation");
        Assert.Contains(expected, e => e.EndsWith("poison", StringComparison.Ordinal));
        Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
    }

    private static string Answer(Instruction instruction) => instruction switch
    {
        { Immediate: CoreRelocator.Poison } => "poison",
        { Opcode.Class: InstructionClass.Ldx or InstructionClass.St or InstructionClass.Stx } => instruction.Offset.ToString(CultureInfo.InvariantCulture),
        _ => instruction.Immediate.ToString(CultureInfo.InvariantCulture),
    };

    private static string WithoutIds(string dump) => Ids.Replace(dump, "$1");

    private static string[] InstructionsOf(string dump) => [.. InstructionLine.Matches(WithoutIds(dump)).Select(m => m.Value)];

    // Numbers that each load makes anew: of maps, and the addresses of functions in the kernel.
    [GeneratedRegex(@"(map\[id:|bpf_prog_)[0-9a-f]+")]
    private static partial Regex Ids { get; }

    // "  12: (07) r3 += 8"; names of functions come from types and are left out.
    [GeneratedRegex(@"^ +\d+: \([0-9a-f]{2}\) (?!call pc).*$", RegexOptions.Multiline)]
    private static partial Regex InstructionLine { get; }

    // "libbpf: prog 'fields': relo #1: patched insn #8 (ALU/ALU64) imm 8 -> 1268"
    [GeneratedRegex(@"prog '(\w+)': relo #\d+: patched insn #(\d+) \([^)]*\) (?:imm|imm64|off) \d+ -> (\d+)")]
    private static partial Regex Patched { get; }

    [GeneratedRegex(@"prog '(\w+)': relo #\d+: substituting insn #(\d+) w/ invalid insn")]
    private static partial Regex Poisoned { get; }
}
