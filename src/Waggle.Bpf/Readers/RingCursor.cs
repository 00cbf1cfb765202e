using System.Runtime.CompilerServices;
using Waggle.Bpf.Maps;

namespace Waggle.Bpf.Readers;

/// <summary>Walks over the records that are in a ring buffer at its start, and gives their room back to the kernel.</summary>
/// <remarks>
/// The protocol (ring buffer design in Documentation/bpf/ringbuf.rst): a producer moves the producers' position with release
/// semantics after it has marked the header busy, and clears the busy bit with release semantics when the record is complete.
/// So: read the position with acquire, then the header with acquire, then the record. The consumer's position is written with
/// release after the last read of a record, since the kernel writes over it from then on.
/// The position is published after each eighth of the buffer and at the end, not after each record: the producers read that
/// cache line at every reservation. The producers' position is read once, at the start: a walk ends even if they never rest.
/// </remarks>
internal unsafe ref struct RingCursor
{
    private const uint Busy = 1u << 31;    // BPF_RINGBUF_BUSY_BIT
    private const uint Discard = 1u << 30; // BPF_RINGBUF_DISCARD_BIT
    private const int HeaderSize = 8;      // BPF_RINGBUF_HDR_SZ

    private readonly ulong* _consumer;
    private readonly byte* _data;
    private readonly ulong _mask;
    private readonly ulong _publishEvery;
    private readonly ulong _end;
    private ulong _position;
    private ulong _published;

    public RingCursor(RingMemory memory)
    {
        _consumer = memory.Consumer;
        _data = memory.Data;
        _mask = memory.Mask;
        _publishEvery = (_mask + 1) / 8;
        _position = _published = *_consumer; // only we write it
        _end = Volatile.Read(ref *memory.Producer);
    }

    /// <summary>The record's first byte, after <see cref="MoveNext"/> was true.</summary>
    public byte* Record { get; private set; }

    /// <summary>The record's length in bytes.</summary>
    public int Length { get; private set; }

    /// <summary>Goes to the next complete record. The one before must not be touched any more.</summary>
    /// <returns>False if there is none: the end is reached, or the next record is still being written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MoveNext()
    {
        while (true)
        {
            if (_position - _published >= _publishEvery) Publish();
            if (_position == _end) return false;
            byte* header = _data + (_position & _mask);
            uint word = Volatile.Read(ref *(uint*)header);
            if ((word & Busy) != 0) return false;

            uint length = word & ~(Busy | Discard);
            _position += (length + HeaderSize + 7) & ~7ul;
            if ((word & Discard) != 0) continue;
            Record = header + HeaderSize;
            Length = (int)length;
            return true;
        }
    }

    /// <summary>Gives the room of all records so far back to the kernel.</summary>
    public void Publish()
    {
        if (_position == _published) return;
        Volatile.Write(ref *_consumer, _position);
        _published = _position;
    }
}
