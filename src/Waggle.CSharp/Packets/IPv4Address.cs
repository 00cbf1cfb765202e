namespace Waggle.CSharp;

/// <summary>An IPv4 address as packets and the kernel hold it: four bytes, the first one first.</summary>
/// <remarks>Equal addresses have equal bytes, so it serves as a key of a map.</remarks>
public readonly struct IPv4Address : IEquatable<IPv4Address>
{
    private readonly NetworkUInt32 _bytes;

    private IPv4Address(NetworkUInt32 bytes) => _bytes = bytes;

    /// <summary>Makes an address: <c>new IPv4Address(10, 0, 0, 1)</c>.</summary>
    public IPv4Address(byte first, byte second, byte third, byte fourth) =>
        _bytes = NetworkUInt32.FromRaw(first | (uint)second << 8 | (uint)third << 16 | (uint)fourth << 24);

    /// <summary>The four bytes as memory holds them, and as helpers and contexts of the kernel have them.</summary>
    public uint Raw => _bytes.Raw;

    /// <summary>The address as a number, the first byte highest: 10.0.0.1 is 0x0a000001.</summary>
    public uint Number => _bytes;

    /// <summary>Takes the four bytes as memory holds them.</summary>
    public static IPv4Address FromRaw(uint bytes) => new(NetworkUInt32.FromRaw(bytes));

    /// <summary>Whether it lies in a network, such as 10.0.0.0/8.</summary>
    /// <param name="network">Any address of the network.</param>
    /// <param name="prefixLength">How many leading bits say the network: 0 to 32.</param>
    public bool IsIn(IPv4Address network, int prefixLength) =>
        prefixLength <= 0 || (Number ^ network.Number) >> (32 - prefixLength) == 0;

    /// <summary>Whether both are the same address.</summary>
    public static bool operator ==(IPv4Address left, IPv4Address right) => left._bytes == right._bytes;

    /// <summary>Whether they are different addresses.</summary>
    public static bool operator !=(IPv4Address left, IPv4Address right) => left._bytes != right._bytes;

    /// <inheritdoc/>
    public bool Equals(IPv4Address other) => _bytes == other._bytes;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is IPv4Address other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)Raw;

    /// <summary>The address in dotted form.</summary>
    public override string ToString() => new System.Net.IPAddress(Raw).ToString();
}
