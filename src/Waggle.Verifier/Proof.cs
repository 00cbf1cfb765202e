using System.Collections.Immutable;
using Waggle.Bpf.Instructions;

namespace Waggle.Verifier;

/// <summary>That a program is safe: it reads and writes only what it may, and ends. Only the verifier can make one.</summary>
/// <remarks>Bound to the instructions that it was made for: an engine takes it for these and for no others. Immutable and thread-safe.</remarks>
public sealed class Proof
{
    private readonly ImmutableArray<Instruction> _instructions;

    internal Proof(ImmutableArray<Instruction> instructions) => _instructions = instructions;

    /// <summary>Whether this is the proof of a program.</summary>
    /// <param name="instructions">The program, as the verifier saw it.</param>
    public bool IsFor(ImmutableArray<Instruction> instructions) => _instructions.AsSpan().SequenceEqual(instructions.AsSpan());
}
