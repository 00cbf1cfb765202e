namespace Waggle.Benchmarks.Pairs.Programs;

using System.Numerics;
using Waggle.CSharp;

[BpfProgram]
internal static class Adler32
{
    [Xdp]
    private static XdpAction Run(ref XdpContext packet)
    {
        PacketCursor cursor = packet.Cursor;
        uint a = 1, b = 0;
        for (int i = 0; i < 900; i++)
        {
            if (!cursor.TryRead(out byte next)) break;
            a += next;
            b += a;
        }

        return (XdpAction)(b % 65521 << 16 | a % 65521);
    }
}

[BpfProgram]
internal static class Fnv1a
{
    [Xdp]
    private static XdpAction Run(ref XdpContext packet)
    {
        PacketCursor cursor = packet.Cursor;
        ulong hash = 0xcbf29ce484222325;
        for (int i = 0; i < 512; i++)
        {
            if (!cursor.TryRead(out byte next)) break;
            hash = (hash ^ next) * 0x100000001b3;
        }

        return (XdpAction)Seed.Fold(hash);
    }
}

[BpfProgram]
internal static class Crc32Bits
{
    [Xdp]
    private static XdpAction Run(ref XdpContext packet)
    {
        PacketCursor cursor = packet.Cursor;
        uint crc = ~0u, blur = (uint)Seed.Nothing;
        for (int i = 0; i < 128; i++)
        {
            if (!cursor.TryRead(out byte next)) break;
            crc ^= next;
            for (int bit = 0; bit < 8; bit++) crc = (crc >> 1 ^ 0xedb88320 * (crc & 1)) + blur;
        }

        return (XdpAction)~crc;
    }
}

[BpfProgram]
internal static class Murmur3
{
    [Xdp]
    private static XdpAction Run(ref XdpContext packet)
    {
        PacketCursor cursor = packet.Cursor;
        uint h = (uint)Seed.Start;
        for (int i = 0; i < 128; i++)
        {
            if (!cursor.TryRead(out uint k)) break;
            k *= 0xcc9e2d51;
            h ^= BitOperations.RotateLeft(k, 15) * 0x1b873593;
            h = BitOperations.RotateLeft(h, 13) * 5 + 0xe6546b64;
        }

        h ^= 512;
        h = (h ^ h >> 16) * 0x85ebca6b;
        h = (h ^ h >> 13) * 0xc2b2ae35;
        return (XdpAction)(h ^ h >> 16);
    }
}

[BpfProgram]
internal static class Siphash
{
    [Xdp]
    private static XdpAction Run(ref XdpContext packet)
    {
        PacketCursor cursor = packet.Cursor;
        ulong k0 = Seed.Start, k1 = ~k0;
        ulong v0 = k0 ^ 0x736f6d6570736575, v1 = k1 ^ 0x646f72616e646f6d;
        ulong v2 = k0 ^ 0x6c7967656e657261, v3 = k1 ^ 0x7465646279746573;
        for (int i = 0; i < 32; i++)
        {
            if (!cursor.TryRead(out ulong m)) break;
            v3 ^= m;
            Round(ref v0, ref v1, ref v2, ref v3);
            Round(ref v0, ref v1, ref v2, ref v3);
            v0 ^= m;
        }

        v2 ^= 0xff;
        Round(ref v0, ref v1, ref v2, ref v3);
        Round(ref v0, ref v1, ref v2, ref v3);
        Round(ref v0, ref v1, ref v2, ref v3);
        Round(ref v0, ref v1, ref v2, ref v3);
        return (XdpAction)Seed.Fold(v0 ^ v1 ^ v2 ^ v3);
    }

    private static void Round(ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        v0 += v1;
        v1 = BitOperations.RotateLeft(v1, 13) ^ v0;
        v0 = BitOperations.RotateLeft(v0, 32);
        v2 += v3;
        v3 = BitOperations.RotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = BitOperations.RotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = BitOperations.RotateLeft(v1, 17) ^ v2;
        v2 = BitOperations.RotateLeft(v2, 32);
    }
}

[BpfProgram]
internal static class ChecksumPacket
{
    [Xdp]
    private static XdpAction Run(ref XdpContext packet)
    {
        PacketCursor cursor = packet.Cursor;
        ulong sum = 0;
        for (int i = 0; i < 512; i++)
        {
            if (!cursor.TryRead(out ushort word)) break;
            sum += word;
        }

        sum = (sum & 0xffff) + (sum >> 16);
        sum = (sum & 0xffff) + (sum >> 16);
        return (XdpAction)(ushort)~sum;
    }
}
