namespace Waggle.Bpf.Maps;

/// <summary>An element of a map as bytes.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value; of all CPUs one behind the other, each at a multiple of 8 bytes, where there is one for each.</param>
public readonly record struct MapElement(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Value);
