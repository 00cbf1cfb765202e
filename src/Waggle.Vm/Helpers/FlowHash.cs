using System.Buffers.Binary;

namespace Waggle.Vm.Helpers;

/// <summary>A hash of what all packets of a connection have in common, in both directions. Never 0.</summary>
/// <remarks>The kernel's has a secret key, so which number it is says nothing.</remarks>
internal static class FlowHash
{
    private static readonly uint s_seed = (uint)Random.Shared.Next();

    internal static uint Of(ReadOnlySpan<byte> packet, int networkOffset, ushort protocol)
    {
        ulong a = 0, b = 0;
        uint ports = 0;
        if (networkOffset <= packet.Length)
        {
            ReadOnlySpan<byte> header = packet[networkOffset..];
            if (protocol == PacketFields.IPv4 && header.Length >= 20)
            {
                (a, b) = (BinaryPrimitives.ReadUInt32BigEndian(header[12..]), BinaryPrimitives.ReadUInt32BigEndian(header[16..]));
                ports = Ports(header, (header[0] & 15) * 4, header[9]);
            }
            else if (protocol == PacketFields.IPv6 && header.Length >= 40)
            {
                a = Mix(BinaryPrimitives.ReadUInt64BigEndian(header[8..])) ^ BinaryPrimitives.ReadUInt64BigEndian(header[16..]);
                b = Mix(BinaryPrimitives.ReadUInt64BigEndian(header[24..])) ^ BinaryPrimitives.ReadUInt64BigEndian(header[32..]);
                ports = Ports(header, 40, header[6]);
            }
        }

        ulong mixed = Mix((Mix(a) + Mix(b)) ^ ports ^ (ulong)s_seed << 32 ^ protocol);
        return (uint)mixed | 1;
    }

    // The sum does not depend on the direction.
    private static uint Ports(ReadOnlySpan<byte> header, int length, byte protocol) => protocol is 6 or 17 && header.Length >= length + 4
        ? (uint)BinaryPrimitives.ReadUInt16BigEndian(header[length..]) + BinaryPrimitives.ReadUInt16BigEndian(header[(length + 2)..]) + ((uint)protocol << 24)
        : protocol;

    private static ulong Mix(ulong value)
    {
        value = (value ^ value >> 33) * 0xff51afd7ed558ccd;
        return value ^ value >> 29;
    }
}
