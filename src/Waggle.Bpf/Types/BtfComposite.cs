using System.Collections.Immutable;

namespace Waggle.Bpf.Types;

/// <summary>A struct or union.</summary>
/// <param name="Name">Tag, or "".</param>
/// <param name="IsUnion">Whether the members share their place.</param>
/// <param name="SizeInBytes">Size with padding.</param>
/// <param name="Members">Members in order.</param>
public sealed record BtfComposite(string Name, bool IsUnion, uint SizeInBytes, ImmutableArray<BtfMember> Members) : BtfType(Name)
{
    /// <summary>Compares by content: two arrays with equal items are equal.</summary>
    public bool Equals(BtfComposite? other) =>
        other is not null && Name == other.Name && IsUnion == other.IsUnion && SizeInBytes == other.SizeInBytes && Members.AsSpan().SequenceEqual(other.Members.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, IsUnion, SizeInBytes, Members.Length, Members.IsEmpty ? default : Members[0]);
}

/// <summary>A member of a struct or union.</summary>
/// <param name="Name">Name, or "" for an anonymous struct or union.</param>
/// <param name="TypeId">Its type.</param>
/// <param name="OffsetInBits">Where it starts.</param>
/// <param name="BitFieldSize">Width in bits of a bit-field; 0 for a plain member.</param>
public readonly record struct BtfMember(string Name, int TypeId, uint OffsetInBits, byte BitFieldSize = 0);

/// <summary>A declaration of a struct, union or enum that is defined elsewhere.</summary>
/// <param name="Name">Tag.</param>
/// <param name="IsUnion">Whether it is a union.</param>
public sealed record BtfForward(string Name, bool IsUnion) : BtfType(Name);
