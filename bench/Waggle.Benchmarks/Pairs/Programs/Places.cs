namespace Waggle.Benchmarks.Pairs.Programs;

using System.Numerics;
using System.Runtime.CompilerServices;
using Waggle.CSharp;

[BpfProgram]
internal static class BoundsLoop
{
    [Xdp]
    private static XdpAction Run(ref XdpContext packet)
    {
        uint sum = 0, at = 0;
        for (int i = 0; i < 150; i++)
        {
            PacketCursor cursor = packet.Cursor;
            if (!cursor.TrySkip(at & 511) || !cursor.TryPeek(out byte one)) return (XdpAction)sum;
            sum += one;
            if (cursor.TryPeek(out ushort two)) sum ^= two;
            if (cursor.TryPeek(out uint four)) sum += four >> 3;
            if (cursor.TryPeek(out ulong eight)) sum ^= (uint)Seed.Fold(eight);
            at += 7 + (sum & 31);
        }

        return (XdpAction)sum;
    }
}

[BpfProgram]
internal static class ChecksumHeader
{
    [InlineArray(10)]
    private struct Header
    {
        private ushort _first;
    }

    [Xdp]
    private static XdpAction Run(ref XdpContext packet)
    {
        PacketCursor cursor = packet.Cursor;
        uint all = 0;
        if (!cursor.TrySkip(14) || !cursor.TryView(out PacketView<Header> header)) return 0;
        for (uint i = 0; i < 40; i++)
        {
            uint sum = i;
            for (int word = 0; word < 10; word++) sum = (sum >> 1) + header.Value[word];
            sum = (sum & 0xffff) + (sum >> 16);
            sum = (sum & 0xffff) + (sum >> 16);
            all = all * 7 + (ushort)~sum;
        }

        return (XdpAction)all;
    }
}

[BpfProgram]
internal static class Toeplitz
{
    [InlineArray(12)]
    private struct Tuple
    {
        private byte _first;
    }

    [Xdp]
    private static XdpAction Run(ref XdpContext packet)
    {
        PacketCursor cursor = packet.Cursor;
        ulong key = 0x6d5a56da255b0ec2;
        uint hash = 0;
        if (!cursor.TrySkip(26) || !cursor.TryView(out PacketView<Tuple> tuple)) return 0;
        for (int i = 0; i < 12; i++)
        {
            uint value = tuple.Value[i];
            for (int bit = 7; bit >= 0; bit--)
            {
                if ((value >> bit & 1) != 0) hash ^= (uint)(key >> 32);
                key = BitOperations.RotateLeft(key, 1) + (i == 4 ? 1UL : 0);
            }
        }

        return (XdpAction)hash;
    }
}

[BpfProgram]
internal static class Chacha
{
    [Xdp]
    private static XdpAction Run(ref XdpContext packet)
    {
        Words16 x = default;
        (x[0], x[1], x[2], x[3]) = (0x61707865, 0x3320646e, 0x79622d32, 0x6b206574);
        uint sum = 0;
        ulong key = Seed.Start;
        for (int i = 4; i < 16; i++, key = Seed.Step(key)) x[i] = (uint)key;
        for (int i = 0; i < 10; i++)
        {
            Quarter(ref x[0], ref x[4], ref x[8], ref x[12]);
            Quarter(ref x[1], ref x[5], ref x[9], ref x[13]);
            Quarter(ref x[2], ref x[6], ref x[10], ref x[14]);
            Quarter(ref x[3], ref x[7], ref x[11], ref x[15]);
            Quarter(ref x[0], ref x[5], ref x[10], ref x[15]);
            Quarter(ref x[1], ref x[6], ref x[11], ref x[12]);
            Quarter(ref x[2], ref x[7], ref x[8], ref x[13]);
            Quarter(ref x[3], ref x[4], ref x[9], ref x[14]);
        }

        for (int i = 0; i < 16; i++) sum = sum * 31 + x[i];
        return (XdpAction)sum;
    }

    private static void Quarter(ref uint a, ref uint b, ref uint c, ref uint d)
    {
        a += b;
        d = BitOperations.RotateLeft(d ^ a, 16);
        c += d;
        b = BitOperations.RotateLeft(b ^ c, 12);
        a += b;
        d = BitOperations.RotateLeft(d ^ a, 8);
        c += d;
        b = BitOperations.RotateLeft(b ^ c, 7);
    }
}
