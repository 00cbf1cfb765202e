namespace Waggle.Benchmarks.Pairs.Programs;

using System.Runtime.CompilerServices;
using Waggle.CSharp;

[BpfProgram]
internal static class Calls
{
    [Xdp]
    private static XdpAction Run(ref XdpContext packet)
    {
        ulong a = Seed.Start, b = 1, c = 2;
        for (ulong i = 0; i < 40; i++)
        {
            a = Mix(a, i);
            b = Turn(b + a, i);
            c = Sum3(a, b, c);
            a ^= Five(a, b, c, i, a >> 8);
        }

        return (XdpAction)Seed.Fold(a ^ b ^ c);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Mix(ulong a, ulong b) => (a ^ b) * 0x9e3779b97f4a7c15;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Turn(ulong a, ulong n) => a << (int)(n & 63) | a >> (int)((0 - n) & 63);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Sum3(ulong a, ulong b, ulong c) => a + 3 * b + 5 * c;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Five(ulong a, ulong b, ulong c, ulong d, ulong e) => a - b + (c ^ d) + e;
}

[BpfProgram]
internal static class CallsNested
{
    [Xdp]
    private static XdpAction Run(ref XdpContext packet)
    {
        ulong sum = Seed.Start;
        for (ulong i = 0; i < 8; i++) sum = F1(sum, i);
        return (XdpAction)Seed.Fold(sum);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong F1(ulong a, ulong b) => F2(a * 3, b) + a - b;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong F2(ulong a, ulong b) => F3(a, b + 2) - (F3(b, a) >> 1);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong F3(ulong a, ulong b)
    {
        ulong t = F4(a + b, 3);
        return t ^ F5(t, a) ^ b;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong F4(ulong a, ulong b) => F5(a ^ 4, b) + F5(b, a) * 2;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong F5(ulong a, ulong b) => F6(a + 5, b) + b * 3;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong F6(ulong a, ulong b) => a * 31 ^ b;
}

[BpfProgram]
internal static class EarlyExit
{
    private struct Head
    {
        public byte To0, To1, To2, To3, To4, To5, From0, From1, From2, From3, From4, From5;
        public NetworkUInt16 Type;
    }

    [Xdp]
    private static XdpAction Run(ref XdpContext packet)
    {
        uint sum = 0;
        for (uint i = 0; i < 60; i++) sum = sum * 5 + Decide(ref packet, i);
        return (XdpAction)sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static uint Decide(ref XdpContext packet, uint i)
    {
        PacketCursor cursor = packet.Cursor;
        if (!cursor.TryRead(out Head head)) return 1;
        if (head.Type != 0x0800) return 2;
        return (head.To0 & 1) != 0 ? 3 : 4 + (head.From5 ^ i);
    }
}
