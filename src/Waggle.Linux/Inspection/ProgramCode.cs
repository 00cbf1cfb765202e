using System.Collections.Immutable;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;

namespace Waggle.Linux.Inspection;

/// <summary>A loaded program's instructions as the verifier left them ("xlated"), and what its BTF says of them.</summary>
/// <remarks>Immutable. Maps are in the instructions by number (<c>map[id:5]</c>), helpers by their distance from a base address.</remarks>
public sealed record ProgramCode
{
    /// <summary>The kernel's number of the program.</summary>
    public required uint ProgramId { get; init; }

    /// <summary>The instructions.</summary>
    public required ImmutableArray<Instruction> Instructions { get; init; }

    /// <summary>Functions, the entry first; empty if the program was loaded without BTF.</summary>
    public required ImmutableArray<FunctionInfo> Functions { get; init; }

    /// <summary>Source lines, in order of instruction; empty if the program was loaded without.</summary>
    public required ImmutableArray<LineInfo> Lines { get; init; }

    /// <summary>Types that <see cref="Functions"/> refers to; null if there are none.</summary>
    public required Btf? Types { get; init; }

    /// <summary>The machine code; empty if the program is interpreted.</summary>
    public required ImmutableArray<byte> MachineCode { get; init; }

    /// <summary>Addresses of the functions' machine code; empty if the program is interpreted or addresses are hidden.</summary>
    public required ImmutableArray<ulong> FunctionAddresses { get; init; }

    /// <summary>The instructions as text, as <c>bpftool prog dump xlated</c> prints them.</summary>
    /// <param name="symbols">Names of the kernel's functions.</param>
    public ImmutableArray<DisassembledInstruction> Disassemble(KernelSymbols symbols)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        Dictionary<int, string> functions = NameCalledFunctions(symbols);
        return Disassembler.Disassemble(Instructions.AsSpan(), new InstructionSymbols
        {
            HelperName = distance => symbols.HelperBase == 0
                ? HelperNames.Symbols.HelperName!(distance)
                : symbols.NameAt(symbols.HelperBase + (ulong)distance) ?? $"0x{symbols.HelperBase + (ulong)distance:x}",
            KernelFunctionName = (distance, _) => symbols.NameAt(symbols.HelperBase + (ulong)distance),
            FunctionName = slot => functions.GetValueOrDefault(slot),
        }, DisassemblyStyle.Kernel);
    }

    // A call's immediate is the number of the function, and its offset the distance to it (bpf_insn_prepare_dump, kernel/bpf/syscall.c).
    private Dictionary<int, string> NameCalledFunctions(KernelSymbols symbols)
    {
        Dictionary<int, string> names = [];
        for (int slot = 0; slot < Instructions.Length; slot++)
        {
            Instruction call = Instructions[slot];
            if (call.IsWide) slot++;
            else if (call.Opcode.Class == InstructionClass.Jmp && call.Opcode.JumpOperation == JumpOperation.Call && (CallKind)call.Source == CallKind.Function && (uint)call.Immediate < FunctionAddresses.Length)
                names.TryAdd(slot + 1 + call.Offset, symbols.NameAt(FunctionAddresses[call.Immediate]) ?? $"0x{FunctionAddresses[call.Immediate]:x}");
        }
        return names;
    }
}
