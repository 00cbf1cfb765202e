using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;

namespace Waggle.Fuzz.Verifier;

/// <summary>A program for the verifier: its code, its type, the maps that it names.</summary>
internal sealed record TestCase(ProgramType Type, ImmutableArray<Instruction> Code, ImmutableArray<MapReference> Maps)
{
    private const uint XdpAttachType = 37; // BPF_XDP

    /// <summary>The object that both verifiers are shown: with the maps that it uses, and no others.</summary>
    public BpfObject ToObject() => new()
    {
        Name = "fuzz",
        License = "GPL",
        Programs = [ToProgram()],
        Maps = [.. FuzzMaps.Specs.Where(spec => Maps.Any(reference => reference.MapName == spec.Name))],
    };

    public ProgramSpec ToProgram() => new()
    {
        Name = "fuzz",
        Section = Type switch { ProgramType.Xdp => "xdp", ProgramType.SchedCls => "tc", _ => "socket" },
        Type = Type,
        ExpectedAttachType = Type == ProgramType.Xdp ? XdpAttachType : 0,
        Instructions = Code,
        MapReferences = Maps,
    };

    /// <summary>Assembler text, with the number of each slot.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"; type {Type}\n");
        foreach (MapReference reference in Maps) text.Append(CultureInfo.InvariantCulture, $"; {reference.InstructionIndex}: map {reference.MapName}{(reference.ValueOffset is { } offset ? $"[0]+{offset}" : "")}\n");
        text.Append(Disassembler.Listing(Code.AsSpan(), HelperNames.Symbols));
        return text.ToString();
    }
}
