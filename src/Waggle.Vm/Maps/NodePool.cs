using Waggle.Vm.Cpus;
using Waggle.Vm.Memory;

namespace Waggle.Vm.Maps;

/// <summary>The nodes and values of a map: slabs that double, each with as many values as nodes.</summary>
/// <remarks>
/// A node that is taken out of the map is not used again before the runs that may point to it have ended, and more nodes than the map's
/// entries are made meanwhile, so that an insertion does not fail because of it. But no run may take all the memory by deleting and
/// inserting for ever: at <see cref="Limit"/> there are no more. Lists are guarded by the map's locks; the slabs have their own.
/// </remarks>
internal sealed unsafe class NodePool
{
    private const long WaitingBytes = 64 << 20;
    private const int FirstSlabBytes = 16 << 10;
    private const uint BatchSize = 8;

    // Retired nodes are asked for together, since to know takes a barrier of the whole process: as many, or as few as have so many bytes.
    private const long MostRetired = 64, RetiredBytes = 64 << 10;

    private readonly Lock _lock = new();
    private readonly List<NativeBlock> _blocks = [];
    private readonly VirtualCpus _cpus;
    private readonly ValueMemory _values;
    private readonly bool _isWritable;
    private readonly nuint _nodeSize;
    private readonly nuint _valueSize;
    private readonly uint _maxEntries;
    private readonly long _batch;
    private Slab[] _slabs = [];
    private uint _used; // of the last slab
    private long _total;

    /// <summary>Creates a pool without nodes.</summary>
    /// <param name="map">Whose nodes they are.</param>
    /// <param name="entries">How many are in the map at most.</param>
    /// <param name="lists">How many lists keep some ready.</param>
    /// <param name="nodeSize">Bytes of a node, of which a <see cref="PoolNode"/> comes first.</param>
    public NodePool(VmMap map, uint entries, int lists, int nodeSize)
    {
        (_cpus, _values, _isWritable, _maxEntries) = (map.Cpus, map.Values, map.IsWritableByPrograms, entries);
        _nodeSize = (nuint)((nodeSize + 7) & ~7);
        _valueSize = (nuint)map.ValueStride * (nuint)map.CpuCount;
        _batch = Math.Clamp(RetiredBytes / (long)(_nodeSize + _valueSize), 1, MostRetired);
        Limit = entries + lists * (long)BatchSize + Math.Max(1024, WaitingBytes / (long)(_nodeSize + _valueSize));
    }

    /// <summary>How many nodes there may be: the map's entries, what lists keep ready, and 64 MiB of what waits (at least 1024).</summary>
    public long Limit { get; }

    /// <summary>Slabs so far; only ever more.</summary>
    public int SlabCount => Volatile.Read(ref _slabs).Length;

    /// <summary>Takes a node that nobody points to; null if there is none to be had.</summary>
    public PoolNode* Take(NodeList* list)
    {
        if (list->Free == null && list->RetiredCount >= _batch) Reclaim(list);
        PoolNode* node = list->Free;
        if (node == null && !TryTakeNew(out node))
        {
            Reclaim(list);
            if ((node = list->Free) == null) return null;
        }

        list->Free = node->NextSpare;
        return node;
    }

    /// <summary>Takes a node back that was never in the map.</summary>
    public static void GiveBack(NodeList* list, PoolNode* node)
    {
        node->NextSpare = list->Free;
        list->Free = node;
    }

    /// <summary>Takes a node back that programs can't find any more but may point to.</summary>
    public void Retire(NodeList* list, PoolNode* node)
    {
        node->Stamp = _cpus.Retire();
        node->NextSpare = null;
        if (list->OldestRetired == null) list->OldestRetired = node;
        else list->NewestRetired->NextSpare = node;
        list->NewestRetired = node;
        list->RetiredCount++;
    }

    /// <summary>Nodes in a slab, used or not.</summary>
    public uint CountOf(int slab) => Volatile.Read(ref _slabs)[slab].Count;

    /// <summary>A node by its place.</summary>
    public PoolNode* NodeAt(int slab, uint index) => Volatile.Read(ref _slabs)[slab].NodeAt(index, _nodeSize);

    /// <summary>The node that a value belongs to; null if the value is none of the pool's.</summary>
    public PoolNode* NodeOf(byte* value)
    {
        foreach (Slab slab in Volatile.Read(ref _slabs))
        {
            nuint distance = (nuint)(value - slab.Values);
            if (distance < slab.Count * _valueSize) return slab.NodeAt((uint)(distance / _valueSize), _nodeSize);
        }

        return null;
    }

    private void Reclaim(NodeList* list)
    {
        while (list->OldestRetired != null && _cpus.HasPassed(list->OldestRetired->Stamp))
        {
            PoolNode* passed = list->OldestRetired;
            list->OldestRetired = passed->NextSpare;
            list->RetiredCount--;
            GiveBack(list, passed);
        }
    }

    // Some nodes that were never used, linked.
    private bool TryTakeNew(out PoolNode* first)
    {
        lock (_lock)
        {
            first = null;
            if ((_slabs.Length == 0 || _used == _slabs[^1].Count) && !TryGrow()) return false;
            Slab slab = _slabs[^1];
            for (uint left = Math.Min(BatchSize, slab.Count - _used); left > 0; left--, _used++)
            {
                PoolNode* node = slab.NodeAt(_used, _nodeSize);
                node->Value = slab.Values + _used * _valueSize;
                node->NextSpare = first;
                first = node;
            }
            return true;
        }
    }

    private bool TryGrow()
    {
        long fitting = Math.Max(8, FirstSlabBytes / (long)(_nodeSize + _valueSize));
        long size = Math.Min(_total == 0 ? Math.Min(fitting, _maxEntries + 1L) : Math.Max(_total, 8), Limit - _total);
        if (size <= 0) return false;
        try
        {
            var nodes = new NativeBlock((nuint)size * _nodeSize);
            byte* values = _values.Add((nuint)size * _valueSize, _isWritable);
            _blocks.Add(nodes);
            Volatile.Write(ref _slabs, [.. _slabs, new Slab(nodes.Address, values, (uint)size)]);
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

        public PoolNode* NodeAt(uint index, nuint size) => (PoolNode*)(nodes + index * size);
    }
}
