using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Waggle.CSharp;

namespace Waggle.Testing.Packets;

/// <summary>The checksum of IP, TCP, UDP and ICMP (RFC 1071).</summary>
internal static class InternetChecksum
{
    /// <summary>Of bytes in which the checksum's place is 0.</summary>
    internal static ushort Of(ReadOnlySpan<byte> bytes) => Fold(Sum(bytes));

    /// <summary>Of what an IPv4 packet carries, with the pseudo header (RFC 793, section 3.1).</summary>
    internal static ushort Of(IPv4Address source, IPv4Address destination, IpProtocol protocol, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<IPv4Address> addresses = [source, destination];
        return Fold(Sum(MemoryMarshal.AsBytes(addresses)) + (byte)protocol + (uint)bytes.Length + Sum(bytes));
    }

    private static ulong Sum(ReadOnlySpan<byte> bytes)
    {
        ulong sum = 0;
        for (; bytes.Length >= 2; bytes = bytes[2..]) sum += BinaryPrimitives.ReadUInt16BigEndian(bytes);
        return bytes.Length == 1 ? sum + ((ulong)bytes[0] << 8) : sum;
    }

    private static ushort Fold(ulong sum)
    {
        while (sum > ushort.MaxValue) sum = (sum & ushort.MaxValue) + (sum >> 16);
        return (ushort)~sum;
    }
}
