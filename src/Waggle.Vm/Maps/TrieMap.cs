using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Vm.Cpus;

namespace Waggle.Vm.Maps;

/// <summary>A trie whose lookup finds the longest prefix of a key. Keys are a length in bits and the bytes, the first bit the highest.</summary>
/// <remarks>kernel/bpf/lpm_trie.c. Programs read without locks; one lock for writers and readers of the host. A changed value is a new node in
/// the old one's place, so that who holds a pointer keeps the old value.</remarks>
internal sealed unsafe partial class TrieMap : VmMap
{
    private const uint AllowedFlags = CreationFlags.NoPreallocation | CreationFlags.NumaNode | CreationFlags.Access;
    private const int LengthSize = sizeof(uint);
    private const int LongestPrefix = 256;               // LPM_DATA_SIZE_MAX, bytes
    private const int ValueLimit = (4 << 20) - 256 - 40; // LPM_VAL_SIZE_MAX

    private readonly NodePool _nodes;
    private readonly Memory.NativeBlock _rootMemory = new((nuint)sizeof(TrieNode*));
    private readonly int _dataSize;
    private readonly uint _maxLength;
    private NodeList _spare;
    private int _lock;
    private uint _count;

    public TrieMap(MapSpec spec, VirtualCpus cpus, ValueLayout layout) : base(spec, cpus, layout)
    {
        _dataSize = KeySizeInBytes - LengthSize;
        _maxLength = (uint)_dataSize * 8;
        // Between n elements there are fewer than n forks.
        _nodes = new NodePool(this, (uint)Math.Min(2L * MaxEntries, uint.MaxValue), lists: 1, TrieNode.Size + _dataSize);
    }

    private TrieNode** Root => (TrieNode**)_rootMemory.Address;

    /// <summary>What trie_alloc looks at.</summary>
    public static Errno CheckTrie(MapSpec spec) =>
        spec.MaxEntries == 0 || (spec.Flags & CreationFlags.NoPreallocation) == 0 || (spec.Flags & ~AllowedFlags) != 0
        || !CreationFlags.IsAccessPossible(spec.Flags) || spec.KeySizeInBytes is <= LengthSize or > LengthSize + LongestPrefix
        || spec.ValueSizeInBytes is <= 0 or > ValueLimit ? Errno.Invalid : Errno.None;

    public override byte* LookupElement(byte* key, int cpu)
    {
        TrieNode* node = FindLongest(key);
        return node == null ? null : node->Pool.Value;
    }

    public override long UpdateElement(byte* key, byte* value, ulong flags, int cpu) => -(long)WriteElement(key, value, flags);

    public override long DeleteElement(byte* key) => -(long)RemoveElement(key);

    protected override Errno ReadElement(byte* key, byte* value, ulong flags)
    {
        SpinLocked.Acquire(ref _lock);
        TrieNode* node = FindLongest(key);
        if (node != null) Layout.Load(value, node->Pool.Value, ValueSizeInBytes, isLocked: false);
        SpinLocked.Release(ref _lock);
        return node == null ? Errno.NoEntry : Errno.None;
    }

    private static uint LengthOf(byte* key) => Unsafe.ReadUnaligned<uint>(key);

    private static bool BitOf(byte* bytes, uint index) => (bytes[index / 8] >> (int)(7 - index % 8) & 1) != 0;

    private TrieNode* FindLongest(byte* key)
    {
        if (LengthOf(key) > _maxLength) return null;
        if (_dataSize == sizeof(uint)) return FindLongest(BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<uint>(key + LengthSize)), LengthOf(key));
        TrieNode* found = null;
        for (TrieNode* node = TrieNode.Load(Root); node != null;)
        {
            uint match = MatchOf(node, key);
            if (match == _maxLength) return node;
            if (match < node->Length) break;
            if (Volatile.Read(ref node->IsFork) == 0) found = node;
            node = TrieNode.Load(TrieNode.ChildOf(node, BitOf(key + LengthSize, node->Length)));
        }
        return found;
    }

    // The same for keys of four bytes, such as addresses of IPv4: the first bit is the highest of a number.
    private TrieNode* FindLongest(uint wanted, uint length)
    {
        TrieNode* found = null;
        for (TrieNode* node = TrieNode.Load(Root); node != null;)
        {
            uint ours = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<uint>(TrieNode.BytesOf(node)));
            uint match = Math.Min((uint)BitOperations.LeadingZeroCount(ours ^ wanted), Math.Min(node->Length, length));
            if (match == _maxLength) return node;
            if (match < node->Length) break;
            if (Volatile.Read(ref node->IsFork) == 0) found = node;
            node = TrieNode.Load(&node->Zero + (wanted << (int)node->Length >> 31)); // which way is as good as random: no branch
        }
        return found;
    }

    // Bits in which the node's prefix and the key agree, of those that both have.
    private uint MatchOf(TrieNode* node, byte* key)
    {
        uint limit = Math.Min(node->Length, LengthOf(key));
        byte* ours = TrieNode.BytesOf(node);
        byte* theirs = key + LengthSize;
        int offset = 0;
        for (; offset + 8 <= _dataSize && offset * 8 < limit; offset += 8)
        {
            ulong difference = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ulong>(ours + offset) ^ Unsafe.ReadUnaligned<ulong>(theirs + offset));
            if (difference != 0) return Math.Min(limit, (uint)(offset * 8 + BitOperations.LeadingZeroCount(difference)));
        }
        if (offset + 4 <= _dataSize && offset * 8 < limit)
        {
            uint difference = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<uint>(ours + offset) ^ Unsafe.ReadUnaligned<uint>(theirs + offset));
            if (difference != 0) return Math.Min(limit, (uint)(offset * 8 + BitOperations.LeadingZeroCount(difference)));
            offset += 4;
        }
        for (; offset < _dataSize && offset * 8 < limit; offset++)
        {
            int difference = ours[offset] ^ theirs[offset];
            if (difference != 0) return Math.Min(limit, (uint)(offset * 8 + BitOperations.LeadingZeroCount((uint)difference) - 24));
        }
        return limit;
    }
}
