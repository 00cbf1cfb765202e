using System.Collections.Immutable;

namespace Waggle.Bpf.Types;

/// <summary>An enumeration of 32- or 64-bit values (kinds ENUM and ENUM64).</summary>
/// <param name="Name">Tag, or "".</param>
/// <param name="SizeInBytes">Size of a value.</param>
/// <param name="IsSigned">Whether values are signed.</param>
/// <param name="Is64Bit">Whether the kind is ENUM64 (Linux 6.0).</param>
/// <param name="Values">Enumerators in order.</param>
public sealed record BtfEnum(string Name, int SizeInBytes, bool IsSigned, bool Is64Bit, ImmutableArray<BtfEnumValue> Values) : BtfType(Name)
{
    /// <summary>Compares by content: two arrays with equal items are equal.</summary>
    public bool Equals(BtfEnum? other) =>
        other is not null && Name == other.Name && SizeInBytes == other.SizeInBytes && IsSigned == other.IsSigned && Is64Bit == other.Is64Bit && Values.AsSpan().SequenceEqual(other.Values.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, SizeInBytes, IsSigned, Is64Bit, Values.Length, Values.IsEmpty ? default : Values[0]);
}

/// <summary>An enumerator.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value, sign-extended when the enumeration is signed.</param>
public readonly record struct BtfEnumValue(string Name, long Value);
