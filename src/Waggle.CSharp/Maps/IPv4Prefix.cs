namespace Waggle.CSharp;

/// <summary>A network such as 10.0.0.0/8: key of an <see cref="LpmTrie{TKey, TValue}"/>.</summary>
/// <param name="length">Leading bits that count: 0 to 32; 32 to look an address up.</param>
/// <param name="address">The address.</param>
public struct IPv4Prefix(uint length, IPv4Address address)
{
    /// <summary>Leading bits that count.</summary>
    public uint Length = length;

    /// <summary>The address.</summary>
    public IPv4Address Address = address;
}
