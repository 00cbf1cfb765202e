using System.Collections.Immutable;
using Waggle.Bpf.Instructions;

namespace Waggle.Vm.Tests.Isa;

/// <summary>A program with what it must do: a row of tests/data/isa, whose README describes the form.</summary>
/// <param name="Block">File and title of the block that it is in.</param>
/// <param name="Row">Number in the block, and the form.</param>
/// <param name="Text">The program in assembler text.</param>
/// <param name="Memory">What r1 points to; r2 is its length.</param>
/// <param name="IsPacket">Whether the memory is a packet, and r1 its context.</param>
/// <param name="Result">What r0 is at the end.</param>
/// <param name="MemoryAfter">The memory at the end.</param>
/// <param name="Fault">Kind of the fault that a checked run ends with; null if it ends well.</param>
/// <param name="RefusedBecause">Why the kernel does not load it; null if it does.</param>
internal sealed record IsaCase(
    string Block, string Row, string Text, ImmutableArray<byte> Memory, bool IsPacket, ulong Result, ImmutableArray<byte> MemoryAfter, string? Fault, string? RefusedBecause)
{
    private static readonly Lazy<ImmutableArray<IsaCase>> s_all = new(() =>
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "data", "isa"), "*.isa").Order(StringComparer.Ordinal).SelectMany(IsaFile.Read)]);

    private static readonly Lazy<ILookup<string, IsaCase>> s_blocks = new(() => s_all.Value.ToLookup(each => each.Block, StringComparer.Ordinal));

    /// <summary>Every case.</summary>
    public static ImmutableArray<IsaCase> All => s_all.Value;

    /// <summary>The cases of each block.</summary>
    public static ILookup<string, IsaCase> Blocks => s_blocks.Value;

    /// <summary>The program.</summary>
    public ImmutableArray<Instruction> Assemble() => Assembler.Assemble(Text).Instructions;

    /// <summary>How an outcome differs from what must be; null if it does not.</summary>
    public string? Judge(IsaOutcome outcome)
    {
        string? kind = outcome.Fault?.Split(' ')[0];
        if (kind != Fault) return $"{Row}: {outcome.Fault ?? "no fault"}, and it must be {Fault ?? "no fault"}\n{Text}";
        if (Fault is null && outcome.Result != Result) return $"{Row}: r0 is 0x{outcome.Result:x}, and must be 0x{Result:x}\n{Text}";
        return outcome.Memory.AsSpan().SequenceEqual(MemoryAfter.AsSpan())
            ? null
            : $"{Row}: memory is {Convert.ToHexString(outcome.Memory)}, and must be {Convert.ToHexString(MemoryAfter.AsSpan())}\n{Text}";
    }
}
