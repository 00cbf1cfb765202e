namespace Waggle.Bpf.Readers;

/// <summary>Room in a user ring buffer that is reserved and not handed to programs yet.</summary>
/// <remarks>Submit it or dispose it: until then programs read nothing behind it. Use each one once, on one thread.</remarks>
public unsafe ref struct UserRingRecord
{
    private UserRingWriter? _writer;
    private readonly byte* _header;

    internal UserRingRecord(UserRingWriter writer, byte* header, int size)
    {
        _writer = writer;
        _header = header;
        Data = new Span<byte>(header + UserRingWriter.HeaderSize, size);
    }

    /// <summary>The bytes to fill. They hold what was there before.</summary>
    public Span<byte> Data { get; private set; }

    /// <summary>Hands the record to programs.</summary>
    /// <exception cref="InvalidOperationException">It was submitted or discarded already.</exception>
    public void Submit()
    {
        if (_writer is null) throw new InvalidOperationException("A record is submitted once: reserve another one.");
        End(isDiscarded: false);
    }

    /// <summary>Discards the record if it was not submitted: programs skip it.</summary>
    public void Dispose()
    {
        if (_writer is not null) End(isDiscarded: true);
    }

    private void End(bool isDiscarded)
    {
        _writer!.End(_header, isDiscarded);
        _writer = null;
        Data = default;
    }
}
