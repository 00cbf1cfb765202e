namespace Waggle.Benchmarks.Pairs.Programs;

using System.Buffers.Binary;
using System.Numerics;
using Waggle.CSharp;

[BpfProgram]
internal static class Bits
{
    [Xdp]
    private static XdpAction Run(ref XdpContext packet)
    {
        ulong x = Seed.Start, sum = 0;
        for (int i = 0; i < 40; i++, x = Seed.Step(x))
        {
            ulong c = x - (x >> 1 & 0x5555555555555555), r = x, z = x >> (i & 31);
            uint zeros = 0;
            c = (c & 0x3333333333333333) + (c >> 2 & 0x3333333333333333);
            c = (c + (c >> 4) & 0x0f0f0f0f0f0f0f0f) * 0x0101010101010101 >> 56;
            r = (r >> 1 & 0x5555555555555555) | (r & 0x5555555555555555) << 1;
            r = (r >> 2 & 0x3333333333333333) | (r & 0x3333333333333333) << 2;
            r = (r >> 4 & 0x0f0f0f0f0f0f0f0f) | (r & 0x0f0f0f0f0f0f0f0f) << 4;
            r = BinaryPrimitives.ReverseEndianness(r);
            if (z >> 32 == 0)
            {
                zeros += 32;
                z <<= 32;
            }

            if (z >> 48 == 0)
            {
                zeros += 16;
                z <<= 16;
            }

            if (z >> 56 == 0)
            {
                zeros += 8;
                z <<= 8;
            }

            if (z >> 60 == 0) zeros += 4;
            sum += c + (r ^ zeros);
        }

        return (XdpAction)Seed.Fold(sum);
    }
}

[BpfProgram]
internal static class Divide32
{
    [Xdp]
    private static XdpAction Run(ref XdpContext packet)
    {
        uint x = (uint)Seed.Start, sum = 0;
        for (uint i = 1; i < 150; i++)
        {
            uint d = (x >> 20) + i;
            sum += x / d + x % (d + 1) + x / 10 + x % 1000;
            x = x * 1664525 + 1013904223;
        }

        return (XdpAction)sum;
    }
}

[BpfProgram]
internal static class Divide64
{
    [Xdp]
    private static XdpAction Run(ref XdpContext packet)
    {
        ulong x = Seed.Start, sum = 0;
        for (ulong i = 1; i < 120; i++)
        {
            ulong d = (x >> 40) + i;
            sum += x / d + x % (d + 1);
            x = Seed.Step(x);
        }

        return (XdpAction)Seed.Fold(sum);
    }
}

[BpfProgram]
internal static class Branches
{
    [Xdp]
    private static XdpAction Run(ref XdpContext packet)
    {
        ulong x = Seed.Start;
        uint a = 1, b = 2, c = 3;
        for (int i = 0; i < 150; i++)
        {
            x = Seed.Step(x);
            if ((x & 1) != 0) a += b;
            else b ^= a;
            if ((x & 0x100) != 0) c += a;
            if ((long)x < 0) a -= c;
            else if ((x & 0xff0000) > 0x800000) b += 3;
        }

        return (XdpAction)(a ^ b ^ c);
    }
}

[BpfProgram]
internal static class ModularPower
{
    [Xdp]
    private static XdpAction Run(ref XdpContext packet)
    {
        ulong sum = 0, prime = 0x7fffffff + Seed.Nothing;
        for (int i = 1; i <= 8; i++)
        {
            ulong number = (Seed.Start >> i) & 0x7fffffff, power = 1;
            for (uint exponent = (uint)(1234567 + i); exponent != 0; exponent >>= 1)
            {
                if ((exponent & 1) != 0) power = power * number % prime;
                number = number * number % prime;
            }

            sum += power;
        }

        return (XdpAction)Seed.Fold(sum);
    }
}

[BpfProgram]
internal static class NestedLoops
{
    [Xdp]
    private static XdpAction Run(ref XdpContext packet)
    {
        ulong sum = Seed.Start;
        for (ulong i = 0; i < 8; i++)
        {
            for (ulong j = 0; j < 12; j++)
            {
                for (ulong k = 0; k < 16; k++) sum += i * j ^ k;
            }
        }

        return (XdpAction)Seed.Fold(sum);
    }
}

[BpfProgram]
internal static class BigSwitch
{
    [Xdp]
    private static XdpAction Run(ref XdpContext packet)
    {
        ulong x = Seed.Start;
        uint a = 1;
        for (uint i = 0; i < 100; i++)
        {
            x = Seed.Step(x);
            switch (x & 31)
            {
                case 0: a += 3; break;
                case 1: a ^= 0x55; break;
                case 2: a *= 5; break;
                case 3: a -= 7; break;
                case 4: a = BitOperations.RotateLeft(a, 3); break;
                case 5: a |= 1; break;
                case 6: a &= 0xffffff; break;
                case 7: a = ~a; break;
                case 8: a += a >> 3; break;
                case 9: a -= a << 2; break;
                case 10: a ^= a >> 7; break;
                case 11: a *= a; break;
                case 12: a += i; break;
                case 13: a ^= i << 8; break;
                case 14: a = (uint)-(int)a; break;
                case 15: a /= 3; break;
                case 16: a += 0x12345; break;
                case 17: a %= 0x10001; break;
                case 18: a <<= 5; break;
                case 19: a >>= 2; break;
                case 20: a += (uint)x; break;
                case 21: a ^= (uint)(x >> 32); break;
                case 22: a *= 33; break;
                case 23: a = BitOperations.RotateLeft(a, 17); break;
                case 24: a -= (uint)(x >> 8); break;
                case 25: a |= (uint)(x & 0xf0f0); break;
                case 26: a &= ~(uint)(x >> 16); break;
                case 27: a += 99; break;
                case 28: a ^= a << 9; break;
                case 29: a = BinaryPrimitives.ReverseEndianness(a); break;
                case 30: a += a * 7; break;
                default: a ^= 0xdeadbeef; break;
            }
        }

        return (XdpAction)a;
    }
}
