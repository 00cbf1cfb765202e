using System.Numerics;
using System.Runtime.CompilerServices;

namespace Waggle.Vm.Maps;

/// <summary>Bob Jenkins' lookup3 with the starting values of Linux (include/linux/jhash.h), for what has to give the kernel's numbers.</summary>
internal static unsafe class JenkinsHash
{
    private const uint Initial = 0xDEADBEEF;

    /// <summary>The hash of bytes; on a little-endian machine jhash2 gives the same for whole words.</summary>
    public static uint Compute(byte* key, int length, uint seed)
    {
        uint a = Initial + (uint)length + seed;
        uint b = a;
        uint c = a;
        for (; length > 12; length -= 12, key += 12)
        {
            a += Word(key);
            b += Word(key + 4);
            c += Word(key + 8);
            Mix(ref a, ref b, ref c);
        }
        if (length == 0) return c;
        byte* rest = stackalloc byte[12];
        new Span<byte>(rest, 12).Clear();
        Unsafe.CopyBlockUnaligned(rest, key, (uint)length);
        a += Word(rest);
        b += Word(rest + 4);
        c += Word(rest + 8);
        Finish(ref a, ref b, ref c);
        return c;
    }

    private static uint Word(byte* place) => Unsafe.ReadUnaligned<uint>(place);

    private static void Mix(ref uint a, ref uint b, ref uint c)
    {
        a -= c; a ^= BitOperations.RotateLeft(c, 4); c += b;
        b -= a; b ^= BitOperations.RotateLeft(a, 6); a += c;
        c -= b; c ^= BitOperations.RotateLeft(b, 8); b += a;
        a -= c; a ^= BitOperations.RotateLeft(c, 16); c += b;
        b -= a; b ^= BitOperations.RotateLeft(a, 19); a += c;
        c -= b; c ^= BitOperations.RotateLeft(b, 4); b += a;
    }

    private static void Finish(ref uint a, ref uint b, ref uint c)
    {
        c ^= b; c -= BitOperations.RotateLeft(b, 14);
        a ^= c; a -= BitOperations.RotateLeft(c, 11);
        b ^= a; b -= BitOperations.RotateLeft(a, 25);
        c ^= b; c -= BitOperations.RotateLeft(b, 16);
        a ^= c; a -= BitOperations.RotateLeft(c, 4);
        b ^= a; b -= BitOperations.RotateLeft(a, 14);
        c ^= b; c -= BitOperations.RotateLeft(b, 24);
    }
}
