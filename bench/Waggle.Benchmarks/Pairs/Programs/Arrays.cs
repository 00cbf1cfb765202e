namespace Waggle.Benchmarks.Pairs.Programs;

using System.Numerics;
using Waggle.CSharp;

[BpfProgram]
internal static class Globals
{
    private static Longs32 s_counters;
    private static uint s_last;

    [Xdp]
    private static XdpAction Run(ref XdpContext packet)
    {
        ulong x = Seed.Start;
        for (int i = 0; i < 32; i++) s_counters[i] = (ulong)i;
        s_last = 0;
        for (int i = 0; i < 100; i++, x = Seed.Step(x))
        {
            uint at = ((uint)x ^ s_last) & 31;
            s_counters[(int)at] += x >> 40;
            s_counters[(int)((at + 7) & 31)] ^= s_counters[(int)at];
            s_last = s_last * 5 + at;
        }

        return (XdpAction)(int)(s_last ^ (uint)Seed.Fold(s_counters[3] + s_counters[19]));
    }
}

[BpfProgram]
internal static class Matrix
{
    private static Words36 s_a, s_b, s_c;

    [Xdp]
    private static XdpAction Run(ref XdpContext packet)
    {
        uint sum = 0;
        ulong x = Seed.Start;
        for (int i = 0; i < 36; i++, x = Seed.Step(x))
        {
            s_a[i] = (uint)x;
            s_b[i] = (uint)(x >> 32);
        }

        for (int i = 0; i < 6; i++)
        {
            for (int j = 0; j < 6; j++)
            {
                uint dot = 0;
                for (int k = 0; k < 6; k++) dot += s_a[6 * i + k] * s_b[6 * k + j];
                s_c[6 * i + j] = dot;
            }
        }

        for (int i = 0; i < 36; i++) sum = sum * 31 + s_c[i];
        return (XdpAction)sum;
    }
}

[BpfProgram]
internal static class BinarySearch
{
    private static Words256 s_table;

    [Xdp]
    private static XdpAction Run(ref XdpContext packet)
    {
        uint sum = 0;
        ulong x = Seed.Start;
        if (s_table[255] == 0)
        {
            for (uint i = 0; i < 256; i++) s_table[(int)i] = i * 257 + (i * i & 127) + 1;
        }

        for (int query = 0; query < 30; query++, x = Seed.Step(x))
        {
            uint wanted = (uint)x & 0xffff, low = 0;
            for (uint half = 128; half != 0; half >>= 1)
            {
                if (s_table[(int)((low + half) & 255)] <= wanted) low += half;
            }

            sum = sum * 31 + low;
        }

        return (XdpAction)sum;
    }
}

[BpfProgram]
internal static class Sieve
{
    private static Bytes512 s_composite;

    [Xdp]
    private static XdpAction Run(ref XdpContext packet)
    {
        uint count = 0, limit = 400 + (uint)(Seed.Start & 1);
        for (int i = 0; i < 512; i++) s_composite[i] = 0;
        for (uint i = 2; i < 20; i++)
        {
            if (s_composite[(int)i] != 0) continue;
            for (uint j = i * i; j < limit && j < 512; j += i) s_composite[(int)j] = 1;
        }

        for (uint i = 2; i < 400; i++) count += s_composite[(int)i] == 0 ? i : 0;
        return (XdpAction)count;
    }
}

[BpfProgram]
internal static class SortInsertion
{
    private static Words32 s_numbers;

    [Xdp]
    private static XdpAction Run(ref XdpContext packet)
    {
        uint sum = 0;
        ulong x = Seed.Start;
        for (int i = 0; i < 24; i++, x = Seed.Step(x)) s_numbers[i] = (uint)x;
        for (int i = 1; i < 24; i++)
        {
            for (int j = i; j > 0 && j < 24; j--)
            {
                uint left = s_numbers[j - 1], right = s_numbers[j];
                if (left <= right) break;
                s_numbers[j - 1] = right;
                s_numbers[j] = left;
            }
        }

        for (int i = 0; i < 24; i++) sum = sum * 31 + s_numbers[i];
        return (XdpAction)sum;
    }
}

[BpfProgram]
internal static class Life
{
    [Xdp]
    private static XdpAction Run(ref XdpContext packet)
    {
        Longs16 rows = default, next = default;
        ulong x = Seed.Start, sum = 0;
        for (int i = 0; i < 16; i++, x = Seed.Step(x)) rows[i] = x;
        for (int generation = 0; generation < 8; generation++)
        {
            for (int i = 0; i < 16; i++)
            {
                ulong above = rows[(i + 15) & 15], here = rows[i], below = rows[(i + 1) & 15];
                ulong ones = 0, twos = 0, fours = 0;
                Count(BitOperations.RotateLeft(above, 1), ref ones, ref twos, ref fours);
                Count(above, ref ones, ref twos, ref fours);
                Count(BitOperations.RotateLeft(above, 63), ref ones, ref twos, ref fours);
                Count(BitOperations.RotateLeft(here, 1), ref ones, ref twos, ref fours);
                Count(BitOperations.RotateLeft(here, 63), ref ones, ref twos, ref fours);
                Count(BitOperations.RotateLeft(below, 1), ref ones, ref twos, ref fours);
                Count(below, ref ones, ref twos, ref fours);
                Count(BitOperations.RotateLeft(below, 63), ref ones, ref twos, ref fours);
                next[i] = twos & ~fours & (ones | here);
            }

            for (int i = 0; i < 16; i++) rows[i] = next[i];
        }

        for (int i = 0; i < 16; i++) sum = sum * 31 + rows[i];
        return (XdpAction)Seed.Fold(sum);
    }

    private static void Count(ulong bits, ref ulong ones, ref ulong twos, ref ulong fours)
    {
        ulong carry = ones & bits, more = twos & carry;
        ones ^= bits;
        twos ^= carry;
        fours |= more;
    }
}
