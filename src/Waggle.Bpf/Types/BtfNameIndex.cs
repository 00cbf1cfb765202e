using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Waggle.Bpf.Types;

/// <summary>Finds types by name: a hash table over the UTF-8 of the string section, without making strings.</summary>
/// <remarks>126,000 types of a kernel take a few milliseconds. A chain holds its types in rising order; the base's
/// types have their own index. Only the start of a very long name is hashed, so that hostile BTF with many long overlapping names
/// costs no more than time proportional to its number of types.</remarks>
internal sealed class BtfNameIndex
{
    private const int HashedBytes = 128;

    private readonly int[] _heads; // by hash: number of the first own type, 0 for none
    private readonly int[] _next; // by number: the next one of the same hash

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // runs once in most processes: the first run must be a fast one
    public BtfNameIndex(Btf types)
    {
        ReadOnlySpan<byte> section = types.TypeSection, strings = types.Strings;
        ReadOnlySpan<int> offsets = types.TypeOffsets;
        _heads = new int[BitOperations.RoundUpToPowerOf2((uint)Math.Max(offsets.Length, 16))];
        _next = new int[offsets.Length];
        bool bigEndian = types.IsBigEndian;
        int stringsBefore = types.StringsLength - strings.Length;
        for (int number = offsets.Length - 1; number > 0; number--) // backwards, so that each chain comes out in rising order
        {
            int name = BinaryPrimitives.ReadInt32LittleEndian(section[offsets[number]..]);
            if (bigEndian)
                name = BinaryPrimitives.ReverseEndianness(name);
            if (name == 0)
                continue;
            ref int head = ref _heads[Bucket(name >= stringsBefore ? strings[(name - stringsBefore)..] : types.StringsFrom(name))];
            _next[number] = head;
            head = number;
        }
    }

    /// <summary>The number of the first own type behind number <paramref name="after"/> with this name, or 0.</summary>
    public int Next(Btf types, ReadOnlySpan<byte> name, int after = 0)
    {
        int number = after == 0 ? _heads[Bucket(name)] : _next[after];
        for (; number != 0; number = _next[number])
        {
            ReadOnlySpan<byte> candidate = types.StringsFrom(types.NameOffset(types.FirstOwnId - 1 + number));
            if (candidate.Length > name.Length && candidate[name.Length] == 0 && candidate.StartsWith(name))
                return number;
        }
        return 0;
    }

    // Hashes the text up to its zero byte or its end, eight bytes a step; multiplication by an odd constant spreads them
    // (Knuth's multiplicative hashing).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Bucket(ReadOnlySpan<byte> text)
    {
        const ulong Multiplier = 0x9e3779b97f4a7c15, Ones = 0x0101010101010101, HighBits = 0x8080808080808080;
        ulong hash = 0;
        for (int at = 0; at < HashedBytes; at += sizeof(ulong))
        {
            ulong word = text.Length - at >= sizeof(ulong) ? BinaryPrimitives.ReadUInt64LittleEndian(text[at..]) : ReadLast(text[at..]);
            ulong zeros = (word - Ones) & ~word & HighBits; // its lowest set bit is the top bit of the first zero byte
            if (zeros != 0)
                word &= (1UL << (BitOperations.TrailingZeroCount(zeros) & ~7)) - 1; // what follows the zero byte is another string
            hash = (BitOperations.RotateLeft(hash, 23) ^ word) * Multiplier;
            if (zeros != 0)
                break;
        }
        return (int)(hash >> 32) & (_heads.Length - 1);
    }

    private static ulong ReadLast(ReadOnlySpan<byte> text)
    {
        ulong word = 0;
        for (int i = text.Length - 1; i >= 0; i--)
            word = word << 8 | text[i];
        return word;
    }
}
