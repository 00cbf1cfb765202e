using Waggle.Vm.Maps;

namespace Waggle.Vm.Execution;

internal sealed unsafe partial class RunContext
{
    /// <summary>Records that a run may hold at once: each is a region of its own, and more would make each access slow.</summary>
    internal const int MaximumRecords = 64;

    private readonly List<(ulong Address, RingMap Ring)> _records = [];

    /// <summary>Whether the run may reserve one more record.</summary>
    internal bool HasRoomForRecord => _records.Count < MaximumRecords;

    /// <summary>Notes a record that the run has reserved, and lets it reach the bytes.</summary>
    internal void OpenRecord(RingMap ring, ulong address, ulong size)
    {
        _records.Add((address, ring));
        AddRegion(new(address, size, RegionKind.Record, IsWritable: true));
    }

    /// <summary>Whether an address is that of a record that the run has reserved.</summary>
    internal bool IsOpenRecord(ulong address) => FindRecord(address) >= 0;

    /// <summary>Takes a record away from the run.</summary>
    /// <returns>The ring that it is of; null if there is no such record.</returns>
    internal RingMap? CloseRecord(ulong address)
    {
        int index = FindRecord(address);
        if (index < 0) return null;
        RingMap ring = _records[index].Ring;
        _records.RemoveAt(index);
        RemoveRegion(address);
        return ring;
    }

    private int FindRecord(ulong address)
    {
        for (int i = _records.Count - 1; i >= 0; i--)
        {
            if (_records[i].Address == address) return i;
        }

        return -1;
    }
}
