using Waggle.Linux.Interop;

namespace Waggle.Linux.Readers;

/// <summary>Walks over the samples that are in one CPU's perf ring at its start, and gives their room back to the kernel.</summary>
/// <remarks>Records are multiples of 8 bytes, so that a header lies in one piece; a sample that goes round the end is copied.</remarks>
internal unsafe ref struct PerfCursor
{
    private const int HeaderSize = 8;            // struct perf_event_header: type 4, misc 2, size 2
    private const int SampleDataOffset = HeaderSize + sizeof(uint);
    private const int LostCountOffset = HeaderSize + sizeof(ulong); // id, lost

    private readonly PerfRing _ring;
    private readonly byte* _scratch; // 64 KiB: no record is longer
    private readonly ulong _head;
    private ulong _position;
    private ulong _published;

    public PerfCursor(PerfRing ring, byte* scratch)
    {
        _ring = ring;
        _scratch = scratch;
        _position = _published = *ring.Tail; // only we write it
        _head = Volatile.Read(ref *ring.Head);
    }

    /// <summary>The sample's first byte, after <see cref="MoveNext"/> was true.</summary>
    public byte* Record { get; private set; }

    /// <summary>The sample's length in bytes; the kernel rounds it up so that it ends, with 4 bytes before it, at a multiple of 8.</summary>
    public int Length { get; private set; }

    /// <summary>Goes to the next sample, and notes what was lost before it.</summary>
    public bool MoveNext()
    {
        while (_position != _head)
        {
            if (_position - _published > _ring.Mask / 8) Publish();
            byte* record = _ring.Data + (_position & _ring.Mask);
            uint type = *(uint*)record;
            ushort size = *(ushort*)(record + 6);
            if (size < HeaderSize) // never from the kernel; a walk must not go on for ever
            {
                _position = _head;
                return false;
            }
            record = InOnePiece(record, size);
            _position += size;
            if (type == PerfEventAttr.PERF_RECORD_LOST)
            {
                _ring.LostAsTold += *(ulong*)(record + LostCountOffset);
            }
            else if (type == PerfEventAttr.PERF_RECORD_SAMPLE)
            {
                Length = (int)Math.Min(*(uint*)(record + HeaderSize), (uint)(size - SampleDataOffset));
                Record = record + SampleDataOffset;
                return true;
            }
        }
        return false;
    }

    /// <summary>Gives the room of all records so far back to the kernel.</summary>
    public void Publish()
    {
        if (_position == _published) return;
        Volatile.Write(ref *_ring.Tail, _position);
        _published = _position;
    }

    private readonly byte* InOnePiece(byte* record, int size)
    {
        int untilEnd = (int)Math.Min(_ring.Mask + 1 - (_position & _ring.Mask), int.MaxValue);
        if (size <= untilEnd) return record;
        new ReadOnlySpan<byte>(record, untilEnd).CopyTo(new Span<byte>(_scratch, untilEnd));
        new ReadOnlySpan<byte>(_ring.Data, size - untilEnd).CopyTo(new Span<byte>(_scratch + untilEnd, size - untilEnd));
        return _scratch;
    }
}
