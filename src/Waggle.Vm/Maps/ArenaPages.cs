using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;
using Waggle.Vm.Cpus;
using Waggle.Vm.Memory;

namespace Waggle.Vm.Maps;

/// <summary>An arena: one range of memory, whose pages programs take and give back, and which the host shares.</summary>
/// <remarks>
/// kernel/bpf/arena.c. The range is taken when the map is made; the machine gives memory for pages when they are first touched. All of it may be
/// reached, pages that nobody took too: in the kernel such an access of the host takes the page, and a program's reads 0.
/// </remarks>
internal sealed unsafe class ArenaPages : VmMap
{
    /// <summary>Bytes of a page here, on any machine.</summary>
    public const int PageSize = 4096;

    private const uint AllowedFlags = CreationFlags.SegmentVirtualAddress | CreationFlags.Mappable | CreationFlags.NoUserConversion;
    private readonly NativeBlock _memory;
    private readonly Lock _lock = new();
    private readonly ulong[] _taken;

    public ArenaPages(MapSpec spec, VirtualCpus cpus, ValueLayout layout) : base(spec, cpus, layout)
    {
        _memory = new NativeBlock((nuint)Length + PageSize);
        Base = (byte*)(((nuint)_memory.Address + PageSize - 1) & ~(nuint)(PageSize - 1));
        _taken = new ulong[(MaxEntries + 63) / 64];
        Values.Add(new MemoryRange((ulong)Base, Length, IsWritable: true));
    }

    /// <summary>First byte.</summary>
    public byte* Base { get; }

    /// <summary>Bytes.</summary>
    public ulong Length => (ulong)MaxEntries * PageSize;

    /// <summary>Pages that programs have taken.</summary>
    public int PagesTaken
    {
        get
        {
            lock (_lock) return _taken.Sum(word => System.Numerics.BitOperations.PopCount(word));
        }
    }

    /// <summary>What arena_map_alloc looks at.</summary>
    public static Errno CheckArena(MapSpec spec)
    {
        if (spec.KeySizeInBytes != 0 || spec.ValueSizeInBytes != 0 || spec.MaxEntries == 0 || (spec.Flags & CreationFlags.Mappable) == 0
            || (spec.Flags & ~AllowedFlags) != 0 || spec.Extra % PageSize != 0) return Errno.Invalid;
        ulong length = (ulong)spec.MaxEntries * PageSize;
        if (length > 1ul << 32) return Errno.TooBig;
        // The addresses of programs have 32 bits: the range may not go over a border of 4 GiB.
        return spec.Extra >> 32 != (spec.Extra + length - 1) >> 32 ? Errno.OutOfRange : Errno.None;
    }

    /// <summary><c>bpf_arena_alloc_pages</c>: the first free pages that are enough, zeroed; null if there are none.</summary>
    /// <param name="address">Where; 0 for anywhere.</param>
    /// <param name="count">Pages.</param>
    /// <param name="flags">0.</param>
    public byte* AllocatePages(ulong address, uint count, ulong flags)
    {
        if (flags != 0 || count == 0 || count > MaxEntries) return null;
        lock (_lock)
        {
            uint first = 0;
            if (address != 0)
            {
                if (address % PageSize != 0 || !TryGetPage(address, out first) || first + (ulong)count > MaxEntries || !IsFree(first, count, out _)) return null;
            }
            else
            {
                while (!IsFree(first, count, out uint taken))
                {
                    first = taken + 1;
                    if (first + (ulong)count > MaxEntries) return null;
                }
            }
            for (uint page = first; page < first + count; page++) _taken[page / 64] |= 1ul << (int)(page % 64);
            return Base + (ulong)first * PageSize;
        }
    }

    /// <summary><c>bpf_arena_free_pages</c>: gives pages back; they are 0 from then on. Pages that are not taken are passed over.</summary>
    public void FreePages(ulong address, uint count)
    {
        if (count == 0 || !TryGetPage(address, out uint first)) return;
        lock (_lock)
        {
            uint end = (uint)Math.Min((ulong)first + count, MaxEntries);
            for (uint page = first; page < end; page++)
            {
                ulong bit = 1ul << (int)(page % 64);
                if ((_taken[page / 64] & bit) == 0) continue;
                _taken[page / 64] &= ~bit;
                new Span<byte>(Base + (ulong)page * PageSize, PageSize).Clear();
            }
        }
    }

    /// <inheritdoc/>
    protected override MapMemory? TryOpenMemory(bool isWritable, out Errno error) => OpenMemory(Base, (nuint)Length, isWritable, out error);

    /// <inheritdoc/>
    protected override void WriteInitial(byte[] initial)
    {
        AllocatePages(0, (uint)((initial.Length + PageSize - 1) / PageSize), 0);
        initial.CopyTo(new Span<byte>(Base, initial.Length));
    }

    /// <inheritdoc/>
    protected override ulong InitialValueLimit => Length;

    protected override Errno ReadElement(byte* key, byte* value, ulong flags) => Errno.Invalid;

    protected override Errno WriteElement(byte* key, byte* value, ulong flags) => Errno.OperationNotSupported;

    protected override Errno RemoveElement(byte* key) => Errno.OperationNotSupported;

    protected override Errno FindNextKey(byte* key, byte* next) => Errno.OperationNotSupported;

    private bool TryGetPage(ulong address, out uint page)
    {
        ulong offset = address - (ulong)Base;
        page = (uint)(offset / PageSize);
        return offset < Length;
    }

    private bool IsFree(uint first, uint count, out uint taken)
    {
        for (taken = first; taken < first + (ulong)count; taken++)
            if ((_taken[taken / 64] >> (int)(taken % 64) & 1) != 0) return false;
        return true;
    }
}
