using System.Numerics;
using System.Security.Cryptography;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Vm.Cpus;
using Waggle.Vm.Memory;

namespace Waggle.Vm.Maps;

/// <summary>A hash table: plain, with a value for each CPU, or forgetting the least recently used.</summary>
/// <remarks>
/// kernel/bpf/hashtab.c. Programs read without locks; writers, and readers of the host, take the lock of the bucket's stripe. An update of a plain
/// table puts a new node in the old one's place, as the kernel's does: who holds a pointer to the old value keeps the old value. Values for each CPU
/// are written in place. Whether memory is taken at once or as elements come (<c>BPF_F_NO_PREALLOC</c>) can't be told from outside: here
/// it is always the latter.
/// </remarks>
internal unsafe partial class HashMap : VmMap
{
    private const uint AllowedFlags = CreationFlags.NoPreallocation | CreationFlags.NoCommonLru | CreationFlags.NumaNode | CreationFlags.Access
        | CreationFlags.ZeroSeed;

    private const long ElementLimit = (4 << 20) - 72; // KMALLOC_MAX_SIZE minus struct htab_elem
    private const int PerCpuLimit = 32 << 10;         // PCPU_MIN_UNIT_SIZE
    private const int BucketLimit = 1 << 27;          // buckets of 16 bytes in U32_MAX
    private const uint MostStripes = 64;

    private readonly NativeBlock _stateMemory = new((nuint)sizeof(HashState));
    private readonly NativeBlock _bucketMemory;
    private readonly NativeBlock _stripeMemory;
    private readonly HashStripe* _stripes;
    private readonly HashState* _state;
    private readonly NodePool _nodes;
    private readonly uint _stripeMask;
    private readonly bool _isLru;
    private readonly bool _isPerCpu;
    private long _count;

    public HashMap(MapSpec spec, VirtualCpus cpus, ValueLayout layout) : base(spec, cpus, layout)
    {
        _isLru = Type is MapType.LruHash or MapType.LruPerCpuHash;
        _isPerCpu = Type is MapType.PerCpuHash or MapType.LruPerCpuHash;
        // With a list for each CPU each gets the same number of elements (htab_map_alloc).
        if ((Flags & CreationFlags.NoCommonLru) != 0)
        {
            ulong rounded = (MaxEntries + (ulong)cpus.Count - 1) / (ulong)cpus.Count * (ulong)cpus.Count;
            MaxEntries = rounded <= uint.MaxValue ? (uint)rounded : MaxEntries / (uint)cpus.Count * (uint)cpus.Count;
        }
        uint buckets = BitOperations.RoundUpToPowerOf2(MaxEntries);
        uint stripes = Math.Min(buckets, MostStripes);
        _stripeMask = stripes - 1;
        _bucketMemory = new NativeBlock((nuint)buckets * (nuint)sizeof(HashNode*));
        _stripeMemory = new NativeBlock((stripes + 1) * (nuint)sizeof(HashStripe));
        _stripes = (HashStripe*)(((nuint)_stripeMemory.Address + 63) & ~(nuint)63);
        _state = (HashState*)_stateMemory.Address;
        _state->Buckets = (HashNode**)_bucketMemory.Address;
        _state->Mask = buckets - 1;
        _state->KeySize = KeySizeInBytes;
        (_state->Seed, _state->Multiplier) = DrawSeeds((Flags & CreationFlags.ZeroSeed) != 0);
        _nodes = new NodePool(this, MaxEntries, (int)stripes, HashNode.Size + KeySizeInBytes);
    }

    /// <summary>Where compiled code finds the table; valid as long as the map lives.</summary>
    public HashState* State => _state;

    /// <summary>Elements now.</summary>
    public long Count => Volatile.Read(ref _count);

    public override bool IsEnumerable => true;

    /// <summary>htab_map_alloc_check, and the limits of htab_map_alloc.</summary>
    public static Errno CheckHash(MapSpec spec)
    {
        bool isPerCpu = spec.Type is MapType.PerCpuHash or MapType.LruPerCpuHash;
        bool isLru = spec.Type is MapType.LruHash or MapType.LruPerCpuHash;
        bool hasListForEachCpu = (spec.Flags & CreationFlags.NoCommonLru) != 0;
        if ((spec.Flags & ~AllowedFlags) != 0 || !CreationFlags.IsAccessPossible(spec.Flags)) return Errno.Invalid;
        if (!isLru && hasListForEachCpu) return Errno.Invalid;
        if (isLru && (spec.Flags & CreationFlags.NoPreallocation) != 0) return Errno.NotSupported;
        if ((spec.Flags & CreationFlags.NumaNode) != 0 && (isPerCpu || hasListForEachCpu)) return Errno.Invalid;
        if (spec.MaxEntries == 0 || spec.KeySizeInBytes == 0 || spec.ValueSizeInBytes == 0) return Errno.Invalid;
        if ((long)(uint)spec.KeySizeInBytes + (uint)spec.ValueSizeInBytes >= ElementLimit) return Errno.TooBig;
        if (isPerCpu && ((spec.ValueSizeInBytes + 7) & ~7) > PerCpuLimit) return Errno.TooBig;
        return spec.MaxEntries > BucketLimit ? Errno.TooBig : Errno.None;
    }

    public override byte* LookupElement(byte* key, int cpu)
    {
        byte* value = _isLru ? HashTable.LookupAndMark(_state, key) : HashTable.Lookup(_state, key);
        return value == null || !_isPerCpu ? value : value + (nint)cpu * ValueStride;
    }

    public override byte* LookupElementOf(byte* key, uint cpu) => _isPerCpu && cpu < (uint)CpuCount ? LookupElement(key, (int)cpu) : null;

    public override long UpdateElement(byte* key, byte* value, ulong flags, int cpu) => -(long)Write(key, value, flags, _isPerCpu ? cpu : AllCpus);

    public override long DeleteElement(byte* key) => -(long)RemoveElement(key);

    public override bool MoveNext(ref VmMapCursor cursor, int cpu)
    {
        var node = (HashNode*)cursor.Next;
        while (node == null)
        {
            if (cursor.Position > _state->Mask) return false;
            node = HashTable.Load(&_state->Buckets[cursor.Position++]);
        }
        cursor.Next = HashTable.Load(&node->Next); // now: the program may delete the element
        cursor.Key = HashTable.KeyOf(node);
        cursor.Value = _isPerCpu ? node->Value + (nint)cpu * ValueStride : node->Value;
        return true;
    }

    public override bool TryCopyKey(byte* value, byte* key)
    {
        var node = (HashNode*)_nodes.NodeOf(value);
        if (node == null || Volatile.Read(ref node->IsLive) == 0) return false;
        if (key != null) CopyKey(key, HashTable.KeyOf(node));
        return true;
    }

    private static (ulong Seed, ulong Multiplier) DrawSeeds(bool isFixed)
    {
        if (isFixed) return (0, 0xD6E8FEB86659FD93);
        Span<ulong> seeds = stackalloc ulong[2];
        RandomNumberGenerator.Fill(System.Runtime.InteropServices.MemoryMarshal.AsBytes(seeds));
        return (seeds[0], seeds[1] | 1);
    }
}
