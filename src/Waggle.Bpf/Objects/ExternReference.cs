namespace Waggle.Bpf.Objects;

/// <summary>An instruction that names something of the kernel: a 64-bit immediate, or the call of a function.</summary>
/// <param name="InstructionIndex">The instruction to patch.</param>
/// <param name="Name"><see cref="ExternSpec.Name"/>; never one of <see cref="ExternKind.Configuration"/>, which is read from a map.</param>
public readonly record struct ExternReference(int InstructionIndex, string Name);
