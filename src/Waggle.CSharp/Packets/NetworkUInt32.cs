using System.Buffers.Binary;

namespace Waggle.CSharp;

/// <summary>A 32-bit number as networks send it, its high byte first. Converts to and from <see cref="uint"/> by itself.</summary>
public readonly struct NetworkUInt32 : IEquatable<NetworkUInt32>
{
    private readonly uint _bytes;

    private NetworkUInt32(uint bytes) => _bytes = bytes;

    /// <summary>The four bytes as memory holds them.</summary>
    public uint Raw => _bytes;

    /// <summary>Takes the four bytes as memory holds them.</summary>
    public static NetworkUInt32 FromRaw(uint bytes) => new(bytes);

    /// <summary>The number.</summary>
    public static implicit operator uint(NetworkUInt32 value) => BinaryPrimitives.ReverseEndianness(value._bytes);

    /// <summary>The number's bytes.</summary>
    public static implicit operator NetworkUInt32(uint value) => new(BinaryPrimitives.ReverseEndianness(value));

    /// <summary>Whether both are the same number.</summary>
    public static bool operator ==(NetworkUInt32 left, NetworkUInt32 right) => left._bytes == right._bytes;

    /// <summary>Whether they are different numbers.</summary>
    public static bool operator !=(NetworkUInt32 left, NetworkUInt32 right) => left._bytes != right._bytes;

    /// <inheritdoc/>
    public bool Equals(NetworkUInt32 other) => _bytes == other._bytes;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is NetworkUInt32 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)_bytes;

    /// <summary>The number in decimal digits.</summary>
    public override string ToString() => ((uint)this).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
