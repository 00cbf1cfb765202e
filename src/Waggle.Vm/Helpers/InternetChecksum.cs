using System.Numerics;
using System.Runtime.CompilerServices;

namespace Waggle.Vm.Helpers;

/// <summary>Sums in one's complement as the Internet's checksums use them (RFC 1071), in the byte order of memory.</summary>
internal static unsafe class InternetChecksum
{
    /// <summary>Adds words of 4 bytes; the last may be shorter (csum_partial).</summary>
    internal static uint Sum(byte* data, int length, uint seed)
    {
        // Halves are summed apart: no carry is lost before 2^32 of them.
        ulong sum = seed, high = 0;
        int at = 0;
        for (; at <= length - sizeof(ulong); at += sizeof(ulong))
        {
            ulong words = Unsafe.ReadUnaligned<ulong>(data + at);
            sum += (uint)words;
            high += words >> 32;
        }

        if (at <= length - sizeof(uint))
        {
            sum += Unsafe.ReadUnaligned<uint>(data + at);
            at += sizeof(uint);
        }

        for (int shift = 0; at < length; at++, shift += 8) sum += (ulong)data[at] << shift;
        sum += high;
        return Add((uint)sum, (uint)(sum >> 32));
    }

    internal static uint Add(uint a, uint b)
    {
        ulong sum = (ulong)a + b;
        return (uint)sum + (uint)(sum >> 32);
    }

    internal static uint Subtract(uint a, uint b) => Add(a, ~b);

    internal static ushort Add16(ushort a, ushort b)
    {
        uint sum = (uint)a + b;
        return (ushort)(sum + (sum >> 16));
    }

    /// <summary>32 bits into 16, with the carries.</summary>
    internal static ushort Fold(uint sum)
    {
        uint rotated = BitOperations.RotateLeft(sum, 16);
        return (ushort)((sum + rotated + (sum + rotated < sum ? 1u : 0)) >> 16);
    }

    /// <summary>csum_replace_by_diff</summary>
    internal static ushort ReplaceByDifference(ushort check, uint difference) => (ushort)~Fold(Add(difference, (uint)(ushort)~check));

    /// <summary>csum_replace2</summary>
    internal static ushort Replace16(ushort check, ushort from, ushort to) => (ushort)~Add16(Add16((ushort)~check, (ushort)~from), to);

    /// <summary>csum_replace4</summary>
    internal static ushort Replace32(ushort check, uint from, uint to) => (ushort)~Fold(Add(Subtract((ushort)~check, from), to));
}
