using System.Net;
using System.Runtime.InteropServices;

namespace Waggle.Bpf.Maps;

/// <summary>An IPv4 prefix as a key of a longest-prefix-match trie: <c>struct { __u32 prefixlen; __u8 data[4]; }</c>.</summary>
/// <remarks>For views and structs that programs share; <see cref="PrefixMap{TValue}"/> takes <see cref="IPNetwork"/> itself.</remarks>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct IPv4Prefix
{
    private readonly uint _prefixLength;
    private readonly uint _address; // in network order, whatever the machine's is

    /// <summary>Makes a key of a network.</summary>
    /// <exception cref="ArgumentException">It is an IPv6 network.</exception>
    public IPv4Prefix(IPNetwork network)
    {
        _prefixLength = (uint)network.PrefixLength;
        Span<byte> bytes = stackalloc byte[16];
        if (!network.BaseAddress.TryWriteBytes(bytes, out int written) || written != 4)
            throw new ArgumentException($"{network} is no IPv4 network.", nameof(network));
        _address = MemoryMarshal.Read<uint>(bytes);
    }

    /// <summary>Bits that count, 0 to 32.</summary>
    public int PrefixLength => (int)_prefixLength;

    /// <summary>The network that the key means.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The prefix is longer than 32 bits: a program wrote something else.</exception>
    public IPNetwork ToNetwork() => new(new IPAddress(_address), PrefixLength);

    /// <summary>As in "10.0.0.0/8".</summary>
    public override string ToString() => $"{new IPAddress(_address)}/{_prefixLength}";
}
