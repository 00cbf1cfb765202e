using System.Collections.Immutable;

namespace Waggle.Bpf.Types;

/// <summary>A function; its signature is a <see cref="BtfFunctionPrototype"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="PrototypeId">Its signature.</param>
/// <param name="Linkage">Static, global or extern.</param>
public sealed record BtfFunction(string Name, int PrototypeId, BtfLinkage Linkage) : BtfType(Name);

/// <summary>Linkage of a function or variable.</summary>
public enum BtfLinkage : byte
{
    /// <summary>Seen in its own unit only.</summary>
    Static = 0,

    /// <summary>Seen by all.</summary>
    Global = 1,

    /// <summary>Defined elsewhere.</summary>
    Extern = 2,
}

/// <summary>A function's signature.</summary>
/// <param name="ReturnId">Type returned.</param>
/// <param name="Parameters">Parameters in order; a last one with no name and type 0 stands for "...".</param>
public sealed record BtfFunctionPrototype(int ReturnId, ImmutableArray<BtfParameter> Parameters) : BtfType("")
{
    /// <summary>Compares by content: two arrays with equal items are equal.</summary>
    public bool Equals(BtfFunctionPrototype? other) =>
        other is not null && ReturnId == other.ReturnId && Parameters.AsSpan().SequenceEqual(other.Parameters.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(ReturnId, Parameters.Length, Parameters.IsEmpty ? default : Parameters[0]);
}

/// <summary>A parameter.</summary>
/// <param name="Name">Name, or "".</param>
/// <param name="TypeId">Its type.</param>
public readonly record struct BtfParameter(string Name, int TypeId);
