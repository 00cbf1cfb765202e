using System.Collections;

namespace Waggle.Vm.Memory;

/// <summary>The memory of a map's values: blocks that are added and never taken away while the map lives.</summary>
/// <remarks>Blocks hold values and nothing else, so that a stray access inside one harms no bookkeeping. Reading is thread-safe and takes no
/// lock; <see cref="Add(nuint,bool)"/> takes one.</remarks>
internal sealed unsafe class ValueMemory : IReadOnlyList<MemoryRange>
{
    private readonly Lock _lock = new();
    private readonly List<NativeBlock> _blocks = [];
    private MemoryRange[] _ranges = []; // by address; replaced, never changed

    /// <summary>A new block has come.</summary>
    public event Action<MemoryRange>? Added;

    public int Count => Volatile.Read(ref _ranges).Length;

    public MemoryRange this[int index] => Volatile.Read(ref _ranges)[index];

    /// <summary>Adds a block of zeros.</summary>
    /// <exception cref="OutOfMemoryException">There is no memory.</exception>
    public byte* Add(nuint length, bool isWritable)
    {
        var block = new NativeBlock(length);
        var range = new MemoryRange((ulong)block.Address, length, isWritable);
        lock (_lock)
        {
            _blocks.Add(block);
            Insert(range);
        }
        Added?.Invoke(range);
        return block.Address;
    }

    /// <summary>Makes part of memory that the map keeps alive by other means known.</summary>
    public void Add(MemoryRange range)
    {
        lock (_lock) Insert(range);
        Added?.Invoke(range);
    }

    /// <summary>Whether all of an access lies in one block.</summary>
    public bool Contains(ulong address, ulong size) => Find(address) is { } range && range.Contains(address, size);

    /// <summary>The block that an address lies in; null if in none.</summary>
    public MemoryRange? Find(ulong address)
    {
        MemoryRange[] ranges = Volatile.Read(ref _ranges);
        int low = 0;
        int high = ranges.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (address < ranges[middle].Start) high = middle - 1;
            else if (address - ranges[middle].Start >= ranges[middle].Length) low = middle + 1;
            else return ranges[middle];
        }
        return null;
    }

    public IEnumerator<MemoryRange> GetEnumerator() => ((IEnumerable<MemoryRange>)Volatile.Read(ref _ranges)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Insert(MemoryRange range)
    {
        if (range.Length == 0) return;
        MemoryRange[] ranges = [.. _ranges, range];
        Array.Sort(ranges, (a, b) => a.Start.CompareTo(b.Start));
        Volatile.Write(ref _ranges, ranges);
    }
}
