using System.Buffers.Binary;
using System.Numerics;

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

    public BtfNameIndex(Btf types)
    {
        _heads = new int[BitOperations.RoundUpToPowerOf2((uint)Math.Max(types.Count, 16))];
        _next = new int[types.Count];
        ReadOnlySpan<byte> strings = types.Strings;
        for (int id = types.Count - 1; id > 0; id--) // backwards, so that each chain comes out in rising order
        {
            int name = types.NameOffset(id);
            if (name == 0)
                continue;
            ReadOnlySpan<byte> start = strings.Slice(name, Math.Min(HashedBytes, strings.Length - name));
            int end = start.IndexOf((byte)0);
            ref int head = ref _heads[Bucket(end < 0 ? start : start[..end])];
            _next[id] = head;
            head = id;
        }
    }

    /// <summary>The first id behind <paramref name="after"/> with this name, or 0.</summary>
    public int Next(Btf types, ReadOnlySpan<byte> name, int after = 0)
    {
        ReadOnlySpan<byte> strings = types.Strings;
        int id = after == 0 ? _heads[Bucket(name[..Math.Min(HashedBytes, name.Length)])] : _next[after];
        for (; id != 0; id = _next[id])
        {
            ReadOnlySpan<byte> candidate = strings[types.NameOffset(id)..];
            if (candidate.Length > name.Length && candidate[name.Length] == 0 && candidate.StartsWith(name))
                return id;
        }
        return 0;
    }

    // Eight bytes a step; multiplication by an odd constant spreads them (Knuth's multiplicative hashing).
    private int Bucket(ReadOnlySpan<byte> name)
    {
        const ulong Multiplier = 0x9e3779b97f4a7c15;
        ulong hash = (ulong)name.Length * Multiplier;
        for (; name.Length >= sizeof(ulong); name = name[sizeof(ulong)..])
            hash = (BitOperations.RotateLeft(hash, 23) ^ BinaryPrimitives.ReadUInt64LittleEndian(name)) * Multiplier;
        ulong rest = 0;
        foreach (byte b in name)
            rest = rest << 8 | b;
        hash = (BitOperations.RotateLeft(hash, 23) ^ rest) * Multiplier;
        return (int)(hash >> 32) & (_heads.Length - 1);
    }
}
