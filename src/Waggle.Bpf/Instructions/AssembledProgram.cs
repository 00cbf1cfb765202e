using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Waggle.Bpf.Instructions;

/// <summary>Instructions with the names that they refer to: what <see cref="Assembler"/> and <see cref="ProgramBuilder"/> make.</summary>
/// <param name="Instructions">All slots; jumps and calls within the program are resolved.</param>
/// <param name="MapReferences">The 64-bit immediates that stand for maps by name, in ascending order of slot. Their numbers
/// are 0 and, for a byte of the map's value, the byte's offset.</param>
/// <param name="Labels">First slot of each label.</param>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record AssembledProgram(
    ImmutableArray<Instruction> Instructions,
    ImmutableArray<MapReference> MapReferences,
    FrozenDictionary<string, int> Labels);
