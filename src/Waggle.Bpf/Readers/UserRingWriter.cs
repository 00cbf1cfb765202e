using System.Runtime.CompilerServices;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;

namespace Waggle.Bpf.Readers;

/// <summary>Writes records to a user ring buffer, which programs read with <c>bpf_user_ringbuf_drain</c>.</summary>
/// <remarks>Records are written where programs read them; no system call and no allocation is made for one. Any thread may write;
/// programs see records in order of reservation. A map has one producer position, so open one writer for a map. Linux 6.1.
/// Protocol from <c>__bpf_user_ringbuf_peek</c> in <c>kernel/bpf/ringbuf.c</c>.</remarks>
public sealed unsafe class UserRingWriter : IDisposable
{
    internal const int HeaderSize = 8;      // BPF_RINGBUF_HDR_SZ

    private const uint Busy = 1u << 31;     // BPF_RINGBUF_BUSY_BIT
    private const uint Discard = 1u << 30;  // BPF_RINGBUF_DISCARD_BIT

    private readonly Lock _lock = new();
    private readonly LiveMap _map;
    private readonly RingMemory _memory;
    private ulong _submitted;
    private ulong _refused;
    private volatile bool _isDisposed;

    /// <summary>Maps a user ring buffer into memory.</summary>
    /// <param name="map">The map; it must outlive the writer.</param>
    /// <exception cref="BpfMapException">It is no user ring buffer.</exception>
    /// <exception cref="BpfException">The engine refuses to map it.</exception>
    public UserRingWriter(LiveMap map)
    {
        MapView.CheckKind(map, "A UserRingWriter", MapType.UserRingBuffer);
        _map = map;
        _memory = map.OpenRing(isProducer: true);
    }

    /// <summary>Records submitted so far.</summary>
    public ulong Submitted => Volatile.Read(ref _submitted);

    /// <summary>Reservations refused so far since the buffer was full.</summary>
    public ulong Refused => Volatile.Read(ref _refused);

    /// <summary>Bytes that are written and not read by programs yet, headers included.</summary>
    /// <exception cref="ObjectDisposedException">The writer is disposed.</exception>
    public ulong PendingBytes
    {
        get
        {
            _memory.Acquire();
            ulong pending = Volatile.Read(ref *_memory.Producer) - Volatile.Read(ref *_memory.Consumer);
            _memory.Release();
            return pending;
        }
    }

    /// <summary>Writes a record, unless the buffer is full.</summary>
    /// <returns>Whether it was written.</returns>
    /// <exception cref="BpfMapException">The record is larger than the buffer.</exception>
    /// <exception cref="ObjectDisposedException">The writer is disposed.</exception>
    public bool TryWrite<T>(in T record) where T : unmanaged
    {
        if (!TryReserve(sizeof(T), out UserRingRecord reserved)) return false;
        Unsafe.WriteUnaligned(ref reserved.Data[0], record);
        reserved.Submit();
        return true;
    }

    /// <summary>Reserves room for a record, unless the buffer is full.</summary>
    /// <param name="sizeInBytes">Size of the record, without a header.</param>
    /// <param name="record">The room; submit or dispose it.</param>
    /// <returns>Whether there was room.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive.</exception>
    /// <exception cref="BpfMapException">The record is larger than the buffer.</exception>
    /// <exception cref="ObjectDisposedException">The writer is disposed.</exception>
    public bool TryReserve(int sizeInBytes, out UserRingRecord record)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sizeInBytes);
        ulong capacity = _memory.Mask + 1;
        ulong room = ((ulong)sizeInBytes + HeaderSize + 7) & ~7ul;
        if (room > capacity)
            throw new BpfMapException("reserve a record", _map.ToString(), Errno.None,
                $"A record of {sizeInBytes} bytes and its header are larger than the buffer of {capacity}.");
        _memory.Acquire(); // released when the record ends
        lock (_lock)
        {
            ulong producer = *_memory.Producer; // only we write it
            if (producer - Volatile.Read(ref *_memory.Consumer) + room <= capacity)
            {
                byte* header = _memory.Data + (producer & _memory.Mask);
                *(uint*)header = (uint)sizeInBytes | Busy;
                *(uint*)(header + sizeof(uint)) = 0;
                Volatile.Write(ref *_memory.Producer, producer + room);
                record = new UserRingRecord(this, header, sizeInBytes);
                return true;
            }
            _refused++;
        }
        _memory.Release();
        record = default;
        return false;
    }

    /// <summary>Waits until the buffer has room for something. Programs that drain with <c>BPF_RB_NO_WAKEUP</c> end no wait that has begun.</summary>
    /// <param name="timeout">Longest wait; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <param name="cancellationToken">Ends the wait at once.</param>
    /// <returns>Whether there is room; false when the time is over or the wait was cancelled.</returns>
    /// <exception cref="ObjectDisposedException">The writer is disposed, maybe during the wait.</exception>
    public bool WaitForRoom(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        bool hasRoom = _memory.Wait(timeout, cancellationToken);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return hasRoom;
    }

    /// <summary>Unmaps the buffer, once no record is reserved any more. The map stays open.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _memory.Wake();
        _memory.Dispose();
    }

    internal void End(byte* header, bool isDiscarded)
    {
        uint length = *(uint*)header & ~Busy;
        // The kernel reads the header with acquire: it sees the whole record, or a busy one.
        Interlocked.Exchange(ref *(uint*)header, isDiscarded ? length | Discard : length);
        if (!isDiscarded) Interlocked.Increment(ref _submitted);
        _memory.Release();
    }
}
