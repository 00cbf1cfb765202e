namespace Waggle.Bpf.Maps;

/// <summary>A number in a type, however deep it lies in structs and arrays.</summary>
/// <param name="Path">How to reach it, such as "points[1].x"; "" if the type is the number itself.</param>
/// <param name="Offset">First byte.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Kind">What the bytes mean.</param>
/// <param name="TypeName">Name of its type, for messages.</param>
public readonly record struct LayoutField(string Path, int Offset, int Size, FieldMeaning Kind, string TypeName)
{
    /// <summary>Arrays are looked at so far; what is behind is of the same type and size anyway.</summary>
    internal const int ElementsLookedAt = 8;

    /// <summary>Whether the C# field, or one that it lies in, is <c>readonly</c>, as those of init-only properties are.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>First byte behind it.</summary>
    public int End => Offset + Size;

    /// <summary>The path as C and C# would both write it: without underscores and capitals.</summary>
    public string CommonPath => Path.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
}
