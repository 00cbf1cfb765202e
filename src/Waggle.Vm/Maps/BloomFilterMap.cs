using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Vm.Cpus;
using Waggle.Vm.Memory;

namespace Waggle.Vm.Maps;

/// <summary>A Bloom filter: says of a value that it was never added, or that it probably was.</summary>
/// <remarks>kernel/bpf/bloom_filter.c. With <c>BPF_F_ZERO_SEED</c> the answers are the kernel's bit for bit, wrong ones included.</remarks>
internal sealed unsafe class BloomFilterMap : VmMap
{
    private const uint AllowedFlags = CreationFlags.NumaNode | CreationFlags.ZeroSeed | CreationFlags.Access;
    private const uint ValueLimit = 4 << 20; // KMALLOC_MAX_SIZE
    private const uint DefaultHashes = 5;

    private readonly NativeBlock _memory;
    private readonly uint _hashes;
    private readonly uint _mask;
    private readonly uint _seed;

    public BloomFilterMap(MapSpec spec, VirtualCpus cpus, ValueLayout layout) : base(spec, cpus, layout)
    {
        _hashes = spec.Extra == 0 ? DefaultHashes : (uint)spec.Extra;
        _mask = MaskOf(MaxEntries, _hashes);
        _seed = (Flags & CreationFlags.ZeroSeed) != 0 ? 0 : (uint)System.Security.Cryptography.RandomNumberGenerator.GetInt32(int.MaxValue);
        _memory = new NativeBlock(((nuint)_mask + 1) / 8);
    }

    /// <summary>bloom_map_alloc_check and what bloom_map_alloc looks at.</summary>
    public static Errno CheckBloomFilter(MapSpec spec)
    {
        if ((uint)spec.ValueSizeInBytes > ValueLimit) return Errno.TooBig;
        return spec.KeySizeInBytes != 0 || spec.ValueSizeInBytes == 0 || spec.MaxEntries == 0 || (spec.Flags & ~AllowedFlags) != 0
            || !CreationFlags.IsAccessPossible(spec.Flags) || (spec.Extra & ~0xFul) != 0 ? Errno.Invalid : Errno.None;
    }

    public override long PushElement(byte* value, ulong flags)
    {
        if (flags != UpdateFlags.Any) return -(long)Errno.Invalid;
        for (uint i = 0; i < _hashes; i++)
        {
            uint bit = HashOf(value, i);
            ref ulong word = ref WordOf(bit);
            if ((Volatile.Read(ref word) >> (int)(bit & 63) & 1) == 0) Interlocked.Or(ref word, 1ul << (int)(bit & 63));
        }
        return 0;
    }

    public override long PeekElement(byte* value)
    {
        for (uint i = 0; i < _hashes; i++)
        {
            uint bit = HashOf(value, i);
            if ((Volatile.Read(ref WordOf(bit)) >> (int)(bit & 63) & 1) == 0) return -(long)Errno.NoEntry;
        }
        return 0;
    }

    public override long UpdateElement(byte* key, byte* value, ulong flags, int cpu) => -(long)Errno.Invalid;

    protected override Errno ReadElement(byte* key, byte* value, ulong flags) => (Errno)(-PeekElement(value));

    protected override Errno WriteElement(byte* key, byte* value, ulong flags) => (Errno)(-PushElement(value, flags));

    protected override Errno RemoveElement(byte* key) => Errno.OperationNotSupported;

    protected override Errno FindNextKey(byte* key, byte* next) => Errno.OperationNotSupported;

    // Bits for n values with k hashes: n * k / ln 2, by 7/5, rounded up to a power of two; 2^32 if that overflows.
    private static uint MaskOf(uint entries, uint hashes)
    {
        ulong product = (ulong)entries * hashes;
        if (product > uint.MaxValue) return uint.MaxValue;
        ulong bits = product / 5 * 7;
        return bits > 1u << 31 ? uint.MaxValue : bits <= 64 ? 63 : System.Numerics.BitOperations.RoundUpToPowerOf2((uint)bits) - 1;
    }

    private uint HashOf(byte* value, uint index) => JenkinsHash.Compute(value, ValueSizeInBytes, _seed + index) & _mask;

    private ref ulong WordOf(uint bit) => ref *((ulong*)_memory.Address + bit / 64);
}
