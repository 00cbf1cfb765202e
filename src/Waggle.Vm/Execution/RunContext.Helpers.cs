using Waggle.Vm.Maps;
using Waggle.Vm.Memory;

namespace Waggle.Vm.Execution;

/// <summary>What helpers need of a run, and what they leave to be undone at its end.</summary>
internal sealed unsafe partial class RunContext
{
    private const ulong LargestSize = 1 << 29; // BPF_MAX_VAR_SIZ

    private bool _hasLeftovers;

    /// <summary>Slot of the call that a helper was called by; set only where its arguments were checked.</summary>
    internal int Slot;

    /// <summary>The lock in a map value that the run holds; null if it holds none.</summary>
    internal int* HeldLock;

    /// <summary>What the program is told of the world around it.</summary>
    internal VmHost Host = VmHost.Default;

    /// <summary>The engine's timers and work queues.</summary>
    internal CallbackQueue Callbacks = null!;

    /// <summary>What the system call or hook returns where a program of a cgroup says so.</summary>
    internal int HookReturnValue;

    /// <summary>The run's dynptrs; <see cref="SetDynptr"/> adds one.</summary>
    internal readonly DynamicPointers Dynptrs = new();

    /// <summary>Whether a helper may reach memory for the program. As <see cref="IsAllowed"/>; a context of plain bytes may be given too.</summary>
    internal bool IsReachable(ulong address, int size, bool isWrite)
    {
        if (IsAllowed(address, size, isWrite, Frame)) return true;
        ContextShape shape = Current.Image.Context;
        return shape.AddressFields.IsEmpty && IsInContext(address, out long offset)
            && (isWrite ? shape.IsWritable(offset, size) : offset + size <= shape.Size);
    }

    /// <summary><see cref="IsReachable"/> of as many bytes as a program says, of which helpers take fewer than 2^29.</summary>
    internal bool IsSizedReachable(ulong address, ulong size, bool mayBeZero, bool isWrite) =>
        size == 0 ? mayBeZero : size < LargestSize && IsReachable(address, (int)size, isWrite);

    /// <summary>Bytes that a program may read from an address on, in the piece of memory where that lies; 0 if nowhere.</summary>
    internal ulong ReadableFrom(ulong address)
    {
        ulong low = (ulong)(Frame - FrameSize), high = (ulong)StackTop;
        if (address >= low && address < high) return high - address;
        if (address - PacketStart < PacketRoom1) return PacketRoom1 - (address - PacketStart);
        for (int i = 0; i < _regionCount; i++)
        {
            if (_regions[i].Contains(address, 1)) return _regions[i].Length - (address - _regions[i].Start);
        }

        return FindValue(address, out _, out MemoryRange range) ? range.Length - (address - range.Start) : 0;
    }

    /// <summary>The map in whose values an address lies.</summary>
    internal bool FindValue(ulong address, out VmMap map, out MemoryRange range)
    {
        foreach (VmMap candidate in Current.Image.Maps)
        {
            if (candidate.Values.Find(address) is not { } found) continue;
            (map, range) = (candidate, found);
            return true;
        }

        foreach (VmMap candidate in _innerMaps)
        {
            if (candidate.Values.Find(address) is not { } found) continue;
            (map, range) = (candidate, found);
            return true;
        }

        (map, range) = (null!, default);
        return false;
    }

    /// <summary>Whether the run has taken something that is to be given back at its end: a lock, memory, a record, a map, a dynptr.</summary>
    internal bool HasLeftovers => _hasLeftovers;

    /// <summary>Puts a dynptr onto the stack.</summary>
    internal void SetDynptr(ulong place, in DynamicPointer pointer)
    {
        Dynptrs.Set(place, pointer);
        _hasLeftovers = true;
    }

    /// <summary>Notes the lock that the run has taken.</summary>
    internal void HoldLock(int* word)
    {
        HeldLock = word;
        _hasLeftovers = true;
    }

    private void ReleaseHeld()
    {
        if (HeldLock != null)
        {
            SpinLocked.Release(ref *HeldLock);
            HeldLock = null;
        }

        for (int i = _records.Count - 1; i >= 0; i--) _records[i].Ring.Commit((byte*)_records[i].Address, 0, isDiscarded: true);
        _records.Clear();
        _innerMaps.Clear();
        _bits.Clear();
        _regionCount = 0;
        _metaStart = 0;
        Dynptrs.Clear();
        _hasLeftovers = false;
    }
}
