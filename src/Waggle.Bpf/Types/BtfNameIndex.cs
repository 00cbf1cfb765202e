using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Waggle.Bpf.Types;

/// <summary>Finds types by name: a hash table over the UTF-8 of the string section, without making strings.</summary>
/// <remarks>126,000 types of a kernel take a few milliseconds. A chain holds its ids in rising order. Only the start of a
/// very long name is hashed, so that hostile BTF with many long overlapping names costs no more than time proportional to
/// its number of types.</remarks>
internal sealed class BtfNameIndex
{
    private const int HashedBytes = 128;

    private readonly int[] _heads; // by hash: first id, 0 for none (void has no name)
    private readonly int[] _next; // by id: next id of the same hash

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // runs once in most processes: the first run must be a fast one
    public BtfNameIndex(Btf types)
    {
        _heads = new int[BitOperations.RoundUpToPowerOf2((uint)Math.Max(types.Count, 16))];
        _next = new int[types.Count];
        ReadOnlySpan<byte> section = types.TypeSection, strings = types.Strings;
        ReadOnlySpan<int> offsets = types.TypeOffsets;
        bool bigEndian = types.IsBigEndian;
        for (int id = offsets.Length - 1; id > 0; id--) // backwards, so that each chain comes out in rising order
        {
            uint name = BinaryPrimitives.ReadUInt32LittleEndian(section[offsets[id]..]);
            if (bigEndian)
                name = BinaryPrimitives.ReverseEndianness(name);
            if (name == 0)
                continue;
            ref int head = ref _heads[Bucket(strings[(int)name..])];
            _next[id] = head;
            head = id;
        }
    }

    /// <summary>The first id behind <paramref name="after"/> with this name, or 0.</summary>
    public int Next(Btf types, ReadOnlySpan<byte> name, int after = 0)
    {
        ReadOnlySpan<byte> strings = types.Strings;
        int id = after == 0 ? _heads[Bucket(name)] : _next[after];
        for (; id != 0; id = _next[id])
        {
            ReadOnlySpan<byte> candidate = strings[types.NameOffset(id)..];
            if (candidate.Length > name.Length && candidate[name.Length] == 0 && candidate.StartsWith(name))
                return id;
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
