namespace Waggle.Benchmarks.Pairs.Programs;

using Waggle.CSharp;

[BpfProgram]
internal static class Empty
{
    [Xdp] private static XdpAction Run(ref XdpContext packet) => XdpAction.Pass;
}

[BpfProgram]
internal static class Arith32
{
    [Xdp]
    private static XdpAction Run(ref XdpContext packet)
    {
        uint a = (uint)Seed.Start, b = a * 3, c = ~a;
        for (uint i = 0; i < 200; i++)
        {
            a += b ^ c >> 5;
            b = b * 0x9e3779b1 + i;
            c -= a | b << 3;
            a ^= c & b;
        }

        return (XdpAction)(a + b * c);
    }
}

[BpfProgram]
internal static class Arith64
{
    [Xdp]
    private static XdpAction Run(ref XdpContext packet)
    {
        ulong a = Seed.Start, b = a * 3, c = ~a;
        for (uint i = 0; i < 200; i++)
        {
            a += b ^ c >> 5;
            b = b * 0x9e3779b97f4a7c15 + i;
            c -= a | b << 3;
            a ^= c & b;
        }

        return (XdpAction)Seed.Fold(a + b * c);
    }
}

[BpfProgram]
internal static class Collatz
{
    [Xdp]
    private static XdpAction Run(ref XdpContext packet)
    {
        uint sum = 0;
        ulong blur = Seed.Nothing;
        for (uint start = 1; start <= 24; start++)
        {
            ulong x = start + (Seed.Start & 63) + blur;
            for (int i = 0; i < 150 && x != 1; i++)
            {
                x = ((x & 1) != 0 ? 3 * x + 1 : x >> 1) + blur;
                sum++;
            }
        }

        return (XdpAction)sum;
    }
}

[BpfProgram]
internal static class Gcd
{
    [Xdp]
    private static XdpAction Run(ref XdpContext packet)
    {
        ulong x = Seed.Start, sum = 0;
        for (int i = 0; i < 16; i++)
        {
            uint a = (uint)x, b = (uint)(x >> 32);
            for (int steps = 0; steps < 48 && b != 0; steps++) (a, b) = (b, a % b);
            sum = sum * 31 + a;
            x = Seed.Step(x);
        }

        return (XdpAction)Seed.Fold(sum);
    }
}

[BpfProgram]
internal static class SquareRoot
{
    [Xdp]
    private static XdpAction Run(ref XdpContext packet)
    {
        ulong x = Seed.Start, sum = 0, blur = Seed.Nothing;
        for (int i = 0; i < 20; i++)
        {
            ulong rest = x, root = 0;
            for (ulong bit = 1UL << 62; bit != 0; bit >>= 2)
            {
                if (rest >= root + bit)
                {
                    rest -= root + bit + blur;
                    root = (root >> 1) + bit + blur;
                }
                else
                {
                    root = (root >> 1) + blur;
                }
            }

            sum += root ^ rest;
            x = Seed.Step(x);
        }

        return (XdpAction)Seed.Fold(sum);
    }
}

[BpfProgram]
internal static class Generators
{
    [Xdp]
    private static XdpAction Run(ref XdpContext packet)
    {
        ulong a = Seed.Start, b = ~a, c = a * 5, sum = 0;
        uint d = (uint)a;
        for (int i = 0; i < 80; i++)
        {
            ulong old = b;
            a = Seed.Step(a);
            b = old * 6364136223846793005 + 1442695040888963407;
            uint mixed = (uint)((old >> 18 ^ old) >> 27);
            uint turn = (uint)(old >> 59);
            mixed = mixed >> (int)turn | mixed << (int)(-turn & 31);
            ulong z = c += 0x9e3779b97f4a7c15;
            z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
            z = (z ^ z >> 27) * 0x94d049bb133111eb;
            d = d * 1664525 + 1013904223;
            sum += a ^ mixed ^ z ^ z >> 31 ^ d;
        }

        return (XdpAction)Seed.Fold(sum);
    }
}
