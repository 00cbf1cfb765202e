using System.Collections.Immutable;

namespace Waggle.Trace.Generation;

/// <summary>What a record from a program asks for.</summary>
public enum EventKind
{
    /// <summary>To print a line.</summary>
    Print,

    /// <summary>To print a map.</summary>
    PrintMap,

    /// <summary>To empty a map.</summary>
    Clear,

    /// <summary>To end.</summary>
    Exit,
}

/// <summary>A statement whose effect is here, not in the kernel.</summary>
/// <param name="Kind">What it asks for.</param>
/// <param name="Format">Of a <see cref="EventKind.Print"/>: a composite format of .NET. Of maps: the map's name.</param>
/// <param name="Values">What it prints.</param>
public sealed record EventSite(EventKind Kind, string Format, ImmutableArray<ValueShape> Values)
{
    /// <summary>Size of its record in bytes: its number, and the values.</summary>
    public int Size => 8 + Values.Sum(v => v.Size);
}
