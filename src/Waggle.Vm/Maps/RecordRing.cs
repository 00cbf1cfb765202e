using Waggle.Vm.Memory;

namespace Waggle.Vm.Maps;

/// <summary>A ring of records in the kernel's layout: the consumer's position on a page, the producers' and the pending position on the
/// next, then the data.</summary>
/// <remarks>
/// kernel/bpf/ringbuf.c. There is room for the data twice: a record that begins before the end goes on behind it, where the kernel has
/// the data mapped a second time. All sides go by "position modulo size, then straight on", so nobody needs the mapping.
/// <para>The data is no region of programs, since headers lie between records: a run may reach the records that it has reserved.</para>
/// </remarks>
internal sealed unsafe class RecordRing
{
    public const uint Busy = 1u << 31;       // BPF_RINGBUF_BUSY_BIT
    public const uint Discarded = 1u << 30;  // BPF_RINGBUF_DISCARD_BIT
    public const int HeaderSize = 8;         // BPF_RINGBUF_HDR_SZ
    private const ulong LongestRecord = uint.MaxValue / 4;
    private const int PageSize = 4096;

    private readonly NativeBlock _memory;
    private readonly ulong _mask;
    private int _lock;

    /// <summary>Creates an empty ring.</summary>
    /// <param name="capacity">Bytes of data, a power of two.</param>
    public RecordRing(uint capacity)
    {
        _memory = new NativeBlock(2 * PageSize + 2 * (nuint)capacity + 64);
        byte* start = (byte*)(((nuint)_memory.Address + 63) & ~(nuint)63);
        Consumer = (ulong*)start;
        Producer = (ulong*)(start + PageSize);
        Data = start + 2 * PageSize;
        _mask = capacity - 1;
    }

    /// <summary>Told of a record's bytes; they are valid during the call.</summary>
    public delegate void Handler(ReadOnlySpan<byte> record);

    /// <summary>Position up to which records are consumed.</summary>
    public ulong* Consumer { get; }

    /// <summary>Position up to which records are reserved.</summary>
    public ulong* Producer { get; }

    public byte* Data { get; }

    /// <summary>Bytes of data.</summary>
    public ulong Capacity => _mask + 1;

    /// <summary>Bytes that are reserved and not consumed.</summary>
    public ulong Available
    {
        get
        {
            ulong consumer = Volatile.Read(ref *Consumer);
            return Volatile.Read(ref *Producer) - consumer;
        }
    }

    /// <summary>Whether a consumer would find a record that is complete.</summary>
    public bool HasRecord
    {
        get
        {
            ulong consumer = Volatile.Read(ref *Consumer);
            return Volatile.Read(ref *Producer) != consumer && (Volatile.Read(ref *HeaderAt(consumer)) & Busy) == 0;
        }
    }

    // Up to here all records are complete: what reservations may not pass is the oldest that is not.
    private ref ulong Pending => ref Producer[1];

    /// <summary>Room for a record, marked busy; null if there is none.</summary>
    public byte* Reserve(ulong size)
    {
        if (size > LongestRecord) return null;
        ulong length = LengthOf(size);
        if (length > Capacity) return null;
        ulong consumer = Volatile.Read(ref *Consumer);
        SpinLocked.Acquire(ref _lock);
        ulong producer = *Producer;
        ulong pending = Pending;
        while (pending < producer)
        {
            uint word = Volatile.Read(ref *HeaderAt(pending));
            if ((word & Busy) != 0) break;
            pending += LengthOf(word & ~Discarded);
        }
        Pending = pending;
        ulong end = producer + length;
        byte* record = null;
        if (end - consumer <= _mask && end - pending <= _mask)
        {
            uint* header = HeaderAt(producer);
            header[1] = (uint)(((byte*)header - (byte*)Consumer) / PageSize);
            header[0] = (uint)size | Busy;
            Volatile.Write(ref *Producer, end);
            record = (byte*)header + HeaderSize;
        }
        SpinLocked.Release(ref _lock);
        return record;
    }

    /// <summary>Whether an address is that of a record under way.</summary>
    public bool IsReserved(byte* record)
    {
        ulong offset = (ulong)(record - HeaderSize - Data);
        return offset <= _mask && (offset & 7) == 0 && (Volatile.Read(ref *(uint*)(Data + offset)) & Busy) != 0;
    }

    /// <summary>Completes a record.</summary>
    /// <returns>Whether the consumer has come up to it, and may be waiting for it.</returns>
    public bool Commit(byte* record, bool isDiscarded)
    {
        var header = (uint*)(record - HeaderSize);
        uint word = *header ^ Busy;
        if (isDiscarded) word |= Discarded;
        Interlocked.Exchange(ref *header, word); // and a fence before the consumer's position is read
        return (Volatile.Read(ref *Consumer) & _mask) == (ulong)((byte*)header - Data);
    }

    /// <summary>Hands over the records that are complete, up to the first that is not. One consumer at a time.</summary>
    /// <returns>How many.</returns>
    public int Read(Handler handler)
    {
        int count = 0;
        for (ulong end = Volatile.Read(ref *Producer); *Consumer != end;)
        {
            ulong position = *Consumer;
            uint* header = HeaderAt(position);
            uint word = Volatile.Read(ref *header);
            if ((word & Busy) != 0) break;
            uint size = word & ~Discarded;
            if (word == size)
            {
                handler(new ReadOnlySpan<byte>((byte*)header + HeaderSize, (int)size));
                count++;
            }
            Volatile.Write(ref *Consumer, position + LengthOf(size));
        }
        return count;
    }

    /// <summary>Bytes that a record takes with its header.</summary>
    public static ulong LengthOf(ulong size) => (size + HeaderSize + 7) & ~7ul;

    public uint* HeaderAt(ulong position) => (uint*)(Data + (position & _mask));
}
