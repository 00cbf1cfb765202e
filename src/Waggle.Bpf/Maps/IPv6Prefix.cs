using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Waggle.Bpf.Maps;

/// <summary>An IPv6 prefix as a key of a longest-prefix-match trie: <c>struct { __u32 prefixlen; __u8 data[16]; }</c>.</summary>
/// <remarks>For views and structs that programs share; <see cref="PrefixMap{TValue}"/> takes <see cref="IPNetwork"/> itself.</remarks>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct IPv6Prefix
{
    private readonly uint _prefixLength;
    private readonly AddressBytes _address;

    /// <summary>Makes a key of a network.</summary>
    /// <exception cref="ArgumentException">It is an IPv4 network.</exception>
    public IPv6Prefix(IPNetwork network)
    {
        _prefixLength = (uint)network.PrefixLength;
        if (!network.BaseAddress.TryWriteBytes(_address, out int written) || written != 16)
            throw new ArgumentException($"{network} is no IPv6 network.", nameof(network));
    }

    /// <summary>Bits that count, 0 to 128.</summary>
    public int PrefixLength => (int)_prefixLength;

    /// <summary>The network that the key means.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The prefix is longer than 128 bits: a program wrote something else.</exception>
    public IPNetwork ToNetwork() => new(new IPAddress(_address), PrefixLength);

    /// <summary>As in "2001:db8::/32".</summary>
    public override string ToString() => $"{new IPAddress(_address)}/{_prefixLength}";

    /// <summary>Whether length and all bytes are the same.</summary>
    public bool Equals(IPv6Prefix other) =>
        _prefixLength == other._prefixLength && ((ReadOnlySpan<byte>)_address).SequenceEqual(other._address);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        ReadOnlySpan<byte> bytes = _address;
        return HashCode.Combine(_prefixLength, MemoryMarshal.Read<ulong>(bytes), MemoryMarshal.Read<ulong>(bytes[8..]));
    }

    [InlineArray(16)]
    private struct AddressBytes
    {
        private byte _first;
    }
}
