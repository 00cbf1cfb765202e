using System.Collections.Immutable;
using System.Numerics;
using Waggle.Bpf.Types;

namespace Waggle.Bpf.Objects;

/// <summary>Reads what an object asks of the kernel: undefined symbols whose declarations are in BTF sections .kconfig and .ksyms.</summary>
/// <remarks>As libbpf does: <c>bpf_object__collect_externs</c> in tools/lib/bpf/libbpf.c.</remarks>
internal static class ExternSections
{
    public const string Symbols = ".ksyms";

    // A configuration has some ten thousand values of a few bytes; a declaration may claim gigabytes.
    private const uint MaxValueInBytes = 64 << 10, MaxConfigurationInBytes = 16 << 20;

    /// <exception cref="ObjectFormatException">A declaration has a type that such a thing can't have.</exception>
    public static ImmutableArray<ExternSpec> Read(ElfFile file, Btf? types)
    {
        if (types is null)
            return [];
        Dictionary<string, (int Id, string Section)> declared = new(StringComparer.Ordinal);
        foreach (string name in (ReadOnlySpan<string>)[ExternSpec.ConfigurationMap, Symbols])
        {
            if (!types.TryFind(name, out _, out BtfDataSection? section))
                continue;
            foreach (BtfSectionVariable item in section.Variables)
                declared.TryAdd(types[item.VariableId].Name, (item.VariableId, name));
        }
        if (declared.Count == 0)
            return [];

        var externs = new Dictionary<string, ExternSpec>(StringComparer.Ordinal);
        foreach (ElfSymbol symbol in file.Symbols.Skip(1).Where(s => s is { SectionIndex: 0, IsGlobal: true, Type: ElfSymbolType.None }))
        {
            string name = file.NameOf(symbol);
            if (declared.TryGetValue(name, out (int Id, string Section) place) && Describe(types, name, place.Id, place.Section, symbol.IsWeak) is { } found)
                externs.TryAdd(name, found);
        }
        return PlaceConfiguration([.. externs.Values]);
    }

    private static ExternSpec? Describe(Btf types, string name, int id, string section, bool isWeak) => (types[id], section) switch
    {
        (BtfVariable variable, ExternSpec.ConfigurationMap) => new(name, ExternKind.Configuration, id, isWeak)
        {
            Configuration = KindOf(types, variable.TypeId) is { } value
                ? value
                : throw new ObjectFormatException($"'{name}' has a type that no value of a configuration has: they are bool, char, enum libbpf_tristate, "
                    + "integers and arrays of char.", section, 0),
        },
        (BtfVariable variable, Symbols) => new(name, types.SkipModifiers(variable.TypeId) == 0 ? ExternKind.Address : ExternKind.Variable, id, isWeak),
        (BtfFunction, Symbols) => new(name, ExternKind.Function, id, isWeak),
        _ => null,
    };

    private static ConfigurationValue? KindOf(Btf types, int type) => types[types.SkipModifiers(type)] switch
    {
        BtfInt { Encoding: var encoding, SizeInBytes: 1 } number when encoding.HasFlag(BtfIntEncoding.Bool) => new(ConfigurationKind.Boolean, 0, 1, false),
        BtfInt { Encoding: var encoding } when encoding.HasFlag(BtfIntEncoding.Bool) => null,
        BtfInt { SizeInBytes: 1 } number => new(ConfigurationKind.Character, 0, 1, number.Encoding.HasFlag(BtfIntEncoding.Signed)),
        BtfInt { SizeInBytes: 2 or 4 or 8 } number => new(ConfigurationKind.Integer, 0, number.SizeInBytes, number.Encoding.HasFlag(BtfIntEncoding.Signed)),
        BtfEnum { Name: "libbpf_tristate", SizeInBytes: sizeof(int) } => new(ConfigurationKind.Tristate, 0, sizeof(int), false),
        BtfArray { Count: > 0 and <= MaxValueInBytes } array when types[types.SkipModifiers(array.ElementId)] is BtfInt { SizeInBytes: 1 } one
            && !one.Encoding.HasFlag(BtfIntEncoding.Bool) => new(ConfigurationKind.Text, 0, (int)array.Count, false),
        _ => null,
    };

    // libbpf's order, so that the map looks the same: the most strictly aligned first, of these the smallest, then by name (cmp_externs).
    private static ImmutableArray<ExternSpec> PlaceConfiguration(List<ExternSpec> externs)
    {
        var placed = ImmutableArray.CreateBuilder<ExternSpec>(externs.Count);
        int offset = 0;
        foreach (ExternSpec value in externs.Where(e => e.Kind == ExternKind.Configuration)
            .OrderByDescending(e => AlignmentOf(e.Configuration)).ThenBy(e => e.Configuration.SizeInBytes).ThenBy(e => e.Name, StringComparer.Ordinal))
        {
            int alignment = AlignmentOf(value.Configuration);
            offset = (offset + alignment - 1) & -alignment;
            placed.Add(value with { Configuration = value.Configuration with { Offset = offset } });
            offset += value.Configuration.SizeInBytes;
            if (offset > MaxConfigurationInBytes)
                ObjectFormatException.ThrowValue(ExternSpec.ConfigurationMap, "size", 0, (ulong)offset, $"all values together have up to {MaxConfigurationInBytes} bytes");
        }
        placed.AddRange(externs.Where(e => e.Kind != ExternKind.Configuration).OrderBy(e => e.Name, StringComparer.Ordinal));
        return placed.DrainToImmutable();
    }

    private static int AlignmentOf(ConfigurationValue value) =>
        value.Kind == ConfigurationKind.Text ? 1 : (int)BitOperations.RoundUpToPowerOf2((uint)value.SizeInBytes);
}
