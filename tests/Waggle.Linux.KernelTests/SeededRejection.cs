using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;

namespace Waggle.Linux.KernelTests;

/// <summary>A program that breaks one rule.</summary>
/// <param name="Name">What is wrong with it.</param>
/// <param name="Section">Section, which says its type.</param>
/// <param name="RuleId">The rule that must be found.</param>
/// <param name="Index">The slot that must be blamed, or null for a message about the whole program.</param>
/// <param name="Text">Assembler text; <c>@lookup</c> looks up in a hash in 6 slots, <c>@reserve</c> 16 bytes of the ring in 5.</param>
/// <param name="License">The object's licence.</param>
internal sealed record SeededRejection(string Name, string Section, string RuleId, int? Index, string Text, string License = "GPL")
{
    private const string Lookup = "*(u32 *)(r10 -4) = 0\nr2 = r10\nr2 += -4\nr1 = map[hash]\ncall bpf_map_lookup_elem";
    private const string Reserve = "r1 = map[ring]\nr2 = 16\nr3 = 0\ncall bpf_ringbuf_reserve";

    private static readonly MapSpec[] s_maps =
    [
        new("hits", MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = 16, MaxEntries = 1 },
        new("hash", MapType.Hash) { KeySizeInBytes = 4, ValueSizeInBytes = 16, MaxEntries = 1 },
        new("ring", MapType.RingBuffer) { MaxEntries = 4096 },
        new("jumps", MapType.ProgramArray) { KeySizeInBytes = 4, ValueSizeInBytes = 4, MaxEntries = 1 },
        new("constants", MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = 16, MaxEntries = 1, Flags = 1 << 7 }, // BPF_F_RDONLY_PROG
        new("secrets", MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = 16, MaxEntries = 1, Flags = 1 << 8 },   // BPF_F_WRONLY_PROG
    ];

    public override string ToString() => Name;

    public BpfObject ToObject()
    {
        string text = Text.Replace("@lookup", Lookup, StringComparison.Ordinal).Replace("@reserve", Reserve, StringComparison.Ordinal);
        AssembledProgram code = Assembler.Assemble(text, HelperNames.Symbols);
        ProgramSection facts = ProgramSection.Parse(Section);
        return new BpfObject
        {
            License = License,
            Maps = [.. s_maps.Where(m => code.MapReferences.Any(r => r.MapName == m.Name))],
            Programs =
            [
                new ProgramSpec
                {
                    Name = "seeded",
                    Section = Section,
                    Type = facts.Type,
                    AttachTarget = facts.AttachTarget,
                    ExpectedAttachType = facts.ExpectedAttachType,
                    IsSleepable = facts.IsSleepable,
                    Instructions = code.Instructions,
                    MapReferences = code.MapReferences,
                },
            ],
        };
    }
}
