namespace Waggle.CSharp;

/// <summary>An IPv6 network such as 2001:db8::/32: key of an <see cref="LpmTrie{TKey, TValue}"/>.</summary>
/// <param name="length">Leading bits that count: 0 to 128; 128 to look an address up.</param>
/// <param name="address">The address.</param>
public struct IPv6Prefix(uint length, IPv6Address address)
{
    /// <summary>Leading bits that count.</summary>
    public uint Length = length;

    /// <summary>The address.</summary>
    public IPv6Address Address = address;
}
