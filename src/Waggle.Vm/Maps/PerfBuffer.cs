using System.Runtime.CompilerServices;

namespace Waggle.Vm.Maps;

/// <summary>What programs write through one index of a perf event array, for the host to read.</summary>
/// <remarks>One thread reads at a time; any number of runs write. A record that finds no room is counted, as perf counts lost records.</remarks>
internal sealed unsafe class PerfBuffer
{
    private readonly RecordRing _ring;
    private readonly Lock _readLock = new();
    private long _lost;

    /// <summary>Creates an empty buffer.</summary>
    /// <param name="capacityInBytes">A power of two from 4096.</param>
    public PerfBuffer(uint capacityInBytes)
    {
        if (!System.Numerics.BitOperations.IsPow2(capacityInBytes) || capacityInBytes < 4096)
            throw new ArgumentOutOfRangeException(nameof(capacityInBytes), capacityInBytes, "A buffer's size is a power of two, at least 4096.");
        _ring = new RecordRing(capacityInBytes);
    }

    /// <summary>Tells readers of records.</summary>
    public RingSignal Signal { get; } = new();

    /// <summary>Records that found no room.</summary>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>Writes a record.</summary>
    /// <returns>False if there is no room.</returns>
    public bool Write(byte* data, ulong size) => Write(data, size, null, 0);

    /// <summary>Writes a record of two pieces, such as a header of the program's and a beginning of a packet.</summary>
    /// <returns>False if there is no room.</returns>
    public bool Write(byte* data, ulong size, byte* more, ulong moreSize)
    {
        byte* record = size + moreSize < size ? null : _ring.Reserve(size + moreSize);
        if (record == null)
        {
            Interlocked.Increment(ref _lost);
            return false;
        }
        Unsafe.CopyBlockUnaligned(record, data, (uint)size);
        if (moreSize > 0) Unsafe.CopyBlockUnaligned(record + size, more, (uint)moreSize);
        if (_ring.Commit(record, isDiscarded: false)) Signal.Set();
        return true;
    }

    /// <summary>Hands over the records that are there.</summary>
    /// <returns>How many.</returns>
    public int Read(RecordRing.Handler handler)
    {
        lock (_readLock) return _ring.Read(handler);
    }

    /// <summary>Waits for a record.</summary>
    /// <returns>Whether there is one; false when the time is over or the wait was cancelled.</returns>
    public bool Wait(TimeSpan timeout, CancellationToken cancellationToken) => Signal.Wait(() => _ring.HasRecord, timeout, cancellationToken);
}
