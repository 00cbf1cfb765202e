namespace Waggle.Probes.Network;

using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

/// <summary>An IPv6 address, or an IPv4 address mapped to one (::ffff:a.b.c.d).</summary>
[InlineArray(Length)]
public struct Address
{
    /// <summary>Bytes.</summary>
    public const int Length = 16;

    private byte _first;

    /// <summary>The address, IPv4 ones as such.</summary>
    public readonly IPAddress ToIPAddress()
    {
        IPAddress address = new(MemoryMarshal.CreateReadOnlySpan(in _first, Length));
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    /// <summary>The address as text.</summary>
    public override readonly string ToString() => ToIPAddress().ToString();
}
