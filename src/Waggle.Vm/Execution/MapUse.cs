namespace Waggle.Vm.Execution;

/// <summary>What a 64-bit immediate stands for.</summary>
/// <param name="Map">The map's place among those of the program.</param>
/// <param name="ValueOffset">The byte of its only value whose address it is; null for the map itself.</param>
internal readonly record struct MapUse(int Map, int? ValueOffset);
