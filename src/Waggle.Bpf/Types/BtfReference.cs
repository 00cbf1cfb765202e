namespace Waggle.Bpf.Types;

/// <summary>A pointer.</summary>
/// <param name="TargetId">What it points to.</param>
public sealed record BtfPointer(int TargetId) : BtfType("");

/// <summary>An array.</summary>
/// <param name="ElementId">Type of an element.</param>
/// <param name="IndexId">Type of the index.</param>
/// <param name="Count">Number of elements; 0 for a flexible array.</param>
public sealed record BtfArray(int ElementId, int IndexId, uint Count) : BtfType("");

/// <summary>A typedef.</summary>
/// <param name="Name">The new name.</param>
/// <param name="TargetId">What it names.</param>
public sealed record BtfTypedef(string Name, int TargetId) : BtfType(Name);

/// <summary>A qualifier: const, volatile or restrict.</summary>
/// <param name="Qualifier">Which.</param>
/// <param name="TargetId">What it qualifies.</param>
public sealed record BtfQualified(BtfQualifier Qualifier, int TargetId) : BtfType("");

/// <summary>Qualifiers, with their kind numbers.</summary>
public enum BtfQualifier : byte
{
    /// <summary>volatile</summary>
    Volatile = 9,

    /// <summary>const</summary>
    Const = 10,

    /// <summary>restrict</summary>
    Restrict = 11,
}
