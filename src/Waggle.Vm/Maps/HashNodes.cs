using Waggle.Vm.Memory;

namespace Waggle.Vm.Maps;

/// <summary>The memory of a hash table's nodes and values: slabs that double, each with as many values as nodes.</summary>
/// <remarks>More than the map's entries are made when deleted ones wait for runs to end, so that an insertion does not fail because of them; but
/// no run may take all the memory by deleting and inserting for ever: beyond <see cref="Limit"/> there are no more. Thread-safe.</remarks>
internal sealed unsafe class HashNodes(uint maxEntries, int keySize, int valueSize, int reserve, bool isWritable, ValueMemory values)
{
    private const long WaitingBytes = 64 << 20;
    private const int FirstSlabBytes = 16 << 10;

    private readonly Lock _lock = new();
    private readonly nuint _nodeStride = (nuint)(HashNode.Size + ((keySize + 7) & ~7));
    private readonly List<NativeBlock> _blocks = [];
    private Slab[] _slabs = [];
    private uint _used; // of the last slab
    private long _total;

    /// <summary>How many nodes there may be: the entries, what threads keep ready, and 64 MiB of what waits (at least 1024 nodes).</summary>
    public long Limit { get; } = maxEntries + (long)reserve + Math.Max(1024, WaitingBytes / (HashNode.Size + keySize + (long)valueSize));

    /// <summary>Slabs so far; only ever more.</summary>
    public int SlabCount => Volatile.Read(ref _slabs).Length;

    /// <summary>Hands nodes out that were never used, with room for their values, to be linked by <see cref="HashNode.NextSpare"/>.</summary>
    /// <returns>How many; 0 at the limit or if there is no memory.</returns>
    public uint Take(uint wanted, out HashNode* first)
    {
        lock (_lock)
        {
            first = null;
            if (_slabs.Length == 0 || _used == _slabs[^1].Count)
                if (!TryGrow()) return 0;
            Slab slab = _slabs[^1];
            uint count = Math.Min(wanted, slab.Count - _used);
            for (uint i = 0; i < count; i++, _used++)
            {
                HashNode* node = slab.NodeAt(_used, _nodeStride);
                node->Value = slab.Values + (nuint)_used * (nuint)valueSize;
                node->NextSpare = first;
                first = node;
            }
            return count;
        }
    }

    /// <summary>Nodes in a slab, used or not.</summary>
    public uint CountOf(int slab) => Volatile.Read(ref _slabs)[slab].Count;

    /// <summary>A node by its place.</summary>
    public HashNode* NodeAt(int slab, uint index) => Volatile.Read(ref _slabs)[slab].NodeAt(index, _nodeStride);

    private bool TryGrow()
    {
        long fitting = Math.Max(8, FirstSlabBytes / (long)((ulong)_nodeStride + (ulong)valueSize));
        long size = Math.Min(_slabs.Length == 0 ? Math.Min(fitting, maxEntries + 1L) : Math.Max(_total, 8), Limit - _total);
        if (size <= 0) return false;
        try
        {
            var nodes = new NativeBlock((nuint)size * _nodeStride);
            byte* memory = values.Add((nuint)size * (nuint)valueSize, isWritable);
            _blocks.Add(nodes);
            Volatile.Write(ref _slabs, [.. _slabs, new Slab(nodes.Address, memory, (uint)size)]);
        }
        catch (OutOfMemoryException)
        {
            return false;
        }
        _total += size;
        _used = 0;
        return true;
    }

    private readonly struct Slab(byte* nodes, byte* values, uint count)
    {
        public readonly byte* Values = values;
        public readonly uint Count = count;

        public HashNode* NodeAt(uint index, nuint stride) => (HashNode*)(nodes + index * stride);
    }
}
