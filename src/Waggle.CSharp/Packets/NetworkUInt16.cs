using System.Buffers.Binary;

namespace Waggle.CSharp;

/// <summary>A 16-bit number as networks send it, its high byte first. Converts to and from <see cref="ushort"/> by itself.</summary>
public readonly struct NetworkUInt16 : IEquatable<NetworkUInt16>
{
    private readonly ushort _bytes;

    private NetworkUInt16(ushort bytes) => _bytes = bytes;

    /// <summary>The two bytes as memory holds them.</summary>
    public ushort Raw => _bytes;

    /// <summary>Takes the two bytes as memory holds them.</summary>
    public static NetworkUInt16 FromRaw(ushort bytes) => new(bytes);

    /// <summary>The number.</summary>
    public static implicit operator ushort(NetworkUInt16 value) => BinaryPrimitives.ReverseEndianness(value._bytes);

    /// <summary>The number's bytes.</summary>
    public static implicit operator NetworkUInt16(ushort value) => new(BinaryPrimitives.ReverseEndianness(value));

    /// <summary>Whether both are the same number.</summary>
    public static bool operator ==(NetworkUInt16 left, NetworkUInt16 right) => left._bytes == right._bytes;

    /// <summary>Whether they are different numbers.</summary>
    public static bool operator !=(NetworkUInt16 left, NetworkUInt16 right) => left._bytes != right._bytes;

    /// <inheritdoc/>
    public bool Equals(NetworkUInt16 other) => _bytes == other._bytes;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is NetworkUInt16 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _bytes;

    /// <summary>The number in decimal digits.</summary>
    public override string ToString() => ((ushort)this).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
