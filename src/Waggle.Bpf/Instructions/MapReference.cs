namespace Waggle.Bpf.Instructions;

/// <summary>A 64-bit immediate that the loader turns into a map, or into the address of a byte of its only value.</summary>
/// <param name="InstructionIndex">First slot of the immediate.</param>
/// <param name="MapName">Name of the map in the object.</param>
/// <param name="ValueOffset">Byte offset into the value, or null for the map itself.</param>
public readonly record struct MapReference(int InstructionIndex, string MapName, int? ValueOffset = null);
