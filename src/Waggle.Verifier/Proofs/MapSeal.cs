using Waggle.Bpf.Catalog;
using Waggle.Bpf.Objects;

namespace Waggle.Verifier.Proofs;

/// <summary>What a proof takes for granted of a map: its sizes, and what is in it where nobody can change that.</summary>
internal sealed record MapSeal(string Name, MapType Type, int KeySize, int ValueSize, uint MaxEntries, uint Flags, MapSeal? Inner)
{
    private byte[]? Constants { get; init; }

    internal static MapSeal Of(MapSpec map) => new(
        map.Name, map.Type, map.KeySizeInBytes, map.ValueSizeInBytes, map.MaxEntries, map.Flags, map.InnerMap is { } inner ? Of(inner) : null)
    {
        Constants = map.IsFrozen && map.InitialValue is { } value ? [.. value] : null, // a description may be changed after the analysis
    };

    internal bool IsFor(MapSpec map) => Of(map) is var other && this with { Constants = null } == other with { Constants = null }
        && Constants.AsSpan().SequenceEqual(other.Constants) && Constants is null == other.Constants is null;
}
