namespace Waggle.Bpf.Objects;

/// <summary>Where a function starts and what its BTF says of it.</summary>
/// <param name="InstructionIndex">First slot.</param>
/// <param name="TypeId">Its <see cref="Types.BtfFunction"/> in the object's BTF.</param>
public readonly record struct FunctionInfo(int InstructionIndex, int TypeId);
