using System.Runtime.CompilerServices;

namespace Waggle.Vm.Maps;

/// <summary>Lookups in a hash table, without locks.</summary>
/// <remarks>
/// Only inside a run: nodes that a reader may stand on are not used again before the run ends. A writer fills a node before it links it
/// with release, so that who finds it by an acquiring read sees it whole; it replaces a node by one store, so that a reader finds the old or
/// the new one and never none.
/// <para>Keys may come from outside (addresses of packets): the hash multiplies twice to 128 bits with numbers drawn for each map, so that
/// nobody can prepare keys that fall into one bucket.</para>
/// </remarks>
internal static unsafe class HashTable
{
    private const ulong Second = 0x9E3779B97F4A7C15; // 2^64 divided by the golden ratio: an odd number without a pattern

    /// <summary>The value of a key (CPU 0's where there is one for each); null if it is not there.</summary>
    public static byte* Lookup(HashState* table, byte* key) => ValueOf(Find(table, key));

    /// <summary>The same for keys of four bytes.</summary>
    public static byte* Lookup4(HashState* table, uint key) => ValueOf(Find4(table, key));

    /// <summary>The same for keys of eight bytes.</summary>
    public static byte* Lookup8(HashState* table, ulong key) => ValueOf(Find8(table, key));

    /// <summary>The value of a key in a table that forgets what is not used: notes the use.</summary>
    public static byte* LookupAndMark(HashState* table, byte* key) => MarkedValueOf(Find(table, key));

    /// <summary>The same for keys of four bytes.</summary>
    public static byte* LookupAndMark4(HashState* table, uint key) => MarkedValueOf(Find4(table, key));

    /// <summary>The same for keys of eight bytes.</summary>
    public static byte* LookupAndMark8(HashState* table, ulong key) => MarkedValueOf(Find8(table, key));

    /// <summary>The node of a key; null if it is not there.</summary>
    public static HashNode* Find(HashState* table, byte* key) => table->KeySize switch
    {
        sizeof(uint) => Find4(table, Unsafe.ReadUnaligned<uint>(key)),
        sizeof(ulong) => Find8(table, Unsafe.ReadUnaligned<ulong>(key)),
        _ => FindAny(table, key),
    };

    /// <summary>The hash of a key of any size.</summary>
    public static uint Hash(HashState* table, byte* key) => table->KeySize switch
    {
        sizeof(uint) => Hash(table, (ulong)Unsafe.ReadUnaligned<uint>(key)),
        sizeof(ulong) => Hash(table, Unsafe.ReadUnaligned<ulong>(key)),
        _ => HashAny(table, key),
    };

    public static byte* KeyOf(HashNode* node) => (byte*)node + HashNode.Size;

    public static HashNode* Load(HashNode** link) => (HashNode*)Volatile.Read(ref *(nint*)link);

    public static void Store(HashNode** link, HashNode* node) => Volatile.Write(ref *(nint*)link, (nint)node);

    public static bool IsKey(HashState* table, HashNode* node, uint hash, byte* key) =>
        node->Hash == hash && AreEqual(KeyOf(node), key, table->KeySize);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* ValueOf(HashNode* node) => node == null ? null : node->Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* MarkedValueOf(HashNode* node)
    {
        if (node == null) return null;
        if (node->IsReferenced == 0) node->IsReferenced = 1; // no store to a shared line if there is nothing to change
        return node->Value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static HashNode* Find4(HashState* table, uint key)
    {
        uint hash = Hash(table, (ulong)key);
        HashNode* node = Load(&table->Buckets[hash & table->Mask]);
        while (node != null && *(uint*)KeyOf(node) != key) node = Load(&node->Next);
        return node;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static HashNode* Find8(HashState* table, ulong key)
    {
        uint hash = Hash(table, key);
        HashNode* node = Load(&table->Buckets[hash & table->Mask]);
        while (node != null && *(ulong*)KeyOf(node) != key) node = Load(&node->Next);
        return node;
    }

    private static HashNode* FindAny(HashState* table, byte* key)
    {
        uint hash = HashAny(table, key);
        HashNode* node = Load(&table->Buckets[hash & table->Mask]);
        while (node != null && !IsKey(table, node, hash, key)) node = Load(&node->Next);
        return node;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(HashState* table, ulong key)
    {
        ulong mixed = Mix(key ^ table->Seed, table->Multiplier);
        return (uint)Mix(mixed ^ table->Seed, Second);
    }

    private static uint HashAny(HashState* table, byte* key)
    {
        ulong mixed = table->Seed;
        int left = table->KeySize;
        for (; left >= sizeof(ulong); left -= sizeof(ulong), key += sizeof(ulong))
            mixed = Mix(mixed ^ Unsafe.ReadUnaligned<ulong>(key), table->Multiplier);
        if (left > 0) mixed = Mix(mixed ^ Tail(key, left), table->Multiplier);
        return (uint)Mix(mixed ^ table->Seed, Second);
    }

    // Fewer than eight bytes as a number.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Tail(byte* bytes, int count)
    {
        ulong tail = 0;
        if ((count & 4) != 0) tail = Unsafe.ReadUnaligned<uint>(bytes);
        if ((count & 2) != 0) tail = tail << 16 | Unsafe.ReadUnaligned<ushort>(bytes + (count & 4));
        return (count & 1) != 0 ? tail << 8 | bytes[count - 1] : tail;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreEqual(byte* a, byte* b, int count)
    {
        for (; count >= sizeof(ulong); count -= sizeof(ulong), a += sizeof(ulong), b += sizeof(ulong))
        {
            if (Unsafe.ReadUnaligned<ulong>(a) != Unsafe.ReadUnaligned<ulong>(b)) return false;
        }

        return count == 0 || Tail(a, count) == Tail(b, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong a, ulong b)
    {
        ulong high = Math.BigMul(a, b, out ulong low);
        return high ^ low;
    }
}
