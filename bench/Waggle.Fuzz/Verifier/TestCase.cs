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

    /// <summary>The real program that it was made of; null if it was generated.</summary>
    public RealProgram? Origin { get; init; }

    /// <summary>For a generated program: calls of kernel functions.</summary>
    public ImmutableArray<ExternReference> Externs { get; init; } = [];

    /// <summary>For a generated program: which of its functions, in order of place, are verified by themselves.</summary>
    public int Globals { get; init; }

    /// <summary>The object that both verifiers are shown: with the maps that it uses, and no others.</summary>
    public BpfObject ToObject() => new()
    {
        Name = "fuzz",
        License = "GPL",
        Programs = [ToProgram()],
        Maps = Origin?.Object.Maps ?? [.. FuzzMaps.Specs.Where(spec => Maps.Any(reference => reference.MapName == spec.Name))],
        Externs = Origin?.Object.Externs ?? (Externs.IsEmpty ? [] : FuzzTypes.Externs),
        Btf = Origin is null ? FuzzTypes.Types : Origin.Object.Btf,
    };

    private ProgramSpec ToProgram() => Origin is not null
        ? Origin.Program with
        {
            Instructions = Code,
            MapReferences = [.. Origin.Program.MapReferences.Where(reference => Code[reference.InstructionIndex].IsWide)],
            ExternReferences = [.. Origin.Program.ExternReferences.Where(reference => Code[reference.InstructionIndex].Opcode == Origin.Program.Instructions[reference.InstructionIndex].Opcode)],
        }
        : new()
        {
            Name = "fuzz",
            Section = Type switch { ProgramType.Xdp => "xdp", ProgramType.SchedCls => "tc", _ => "socket" },
            Type = Type,
            ExpectedAttachType = Type == ProgramType.Xdp ? XdpAttachType : 0,
            Instructions = Code,
            MapReferences = Maps,
            ExternReferences = Externs,
            Functions = Functions(),
        };

    // A type for each place that is called, as both verifiers split programs.
    private ImmutableArray<FunctionInfo> Functions()
    {
        SortedDictionary<int, bool> starts = new() { [0] = false }; // whether it is called back
        for (int slot = 0; slot < Code.Length; slot++)
        {
            Instruction each = Code[slot];
            bool isReference = each.IsWide && (PseudoSource)each.Source == PseudoSource.Function;
            bool isCall = each.Opcode is { IsJump: true, JumpOperation: JumpOperation.Call } && (CallKind)each.Source == CallKind.Function;
            int target = slot + 1 + each.Immediate;
            if ((isReference || isCall) && (uint)target < (uint)Code.Length) starts[target] = isReference || starts.GetValueOrDefault(target);
            if (each.IsWide) slot++;
        }

        return [.. starts.Select((start, number) => new FunctionInfo(start.Key,
            number == 0 ? FuzzTypes.Main : start.Value ? FuzzTypes.Callback : (Globals >> number & 1) != 0 ? FuzzTypes.Global : FuzzTypes.Static))];
    }

    /// <summary>Assembler text, with the number of each slot.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"; type {Type}{(Origin is null ? "" : $", changed from {Origin}")}{(Globals == 0 ? "" : $", global functions 0x{Globals:x}")}\n");
        foreach (MapReference reference in Origin?.Program.MapReferences ?? Maps) text.Append(CultureInfo.InvariantCulture, $"; {reference.InstructionIndex}: map {reference.MapName}{(reference.ValueOffset is { } offset ? $"[0]+{offset}" : "")}\n");
        foreach (ExternReference reference in Origin?.Program.ExternReferences ?? Externs) text.Append(CultureInfo.InvariantCulture, $"; {reference.InstructionIndex}: {reference.Name}\n");
        text.Append(Disassembler.Listing(Code.AsSpan(), HelperNames.Symbols));
        return text.ToString();
    }
}
