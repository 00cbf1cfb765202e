namespace Waggle.Bpf.Objects;

/// <summary>A map or program of the same object that another map holds from the start.</summary>
/// <param name="Index">Where: the index in an array, or the key in a hash of maps with 4-byte keys.</param>
/// <param name="Target">Name of the map (<see cref="MapSpec.Name"/>) or program (<see cref="ProgramSpec.Name"/>).</param>
public readonly record struct MapInitialEntry(uint Index, string Target);
