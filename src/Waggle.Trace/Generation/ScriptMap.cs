using System.Collections.Immutable;

namespace Waggle.Trace.Generation;

/// <summary>A map of an expression.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it keeps.</param>
public sealed record ScriptMap(string Name, MapKind Kind)
{
    /// <summary>Parts of a key, in order; none if the map has one entry only.</summary>
    public ImmutableArray<ValueShape> Key { get; init; } = [];

    /// <summary>Of a <see cref="MapKind.Scalar"/>: what it holds.</summary>
    public ValueShape Value { get; init; } = ValueShape.Signed;

    /// <summary>Of a <see cref="MapKind.Lhist"/>: where the first bucket starts, their width, and how many there are.</summary>
    public (long From, long Width, long Count) Buckets { get; init; }

    internal bool IsHistogram => Kind is MapKind.Hist or MapKind.Lhist;

    /// <summary>Its name as C# takes it.</summary>
    internal string Identifier => "@" + Name;

    internal string KeyType => "Key_" + Name;
}
