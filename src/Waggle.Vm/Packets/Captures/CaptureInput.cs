namespace Waggle.Vm.Packets.Captures;

/// <summary>The bytes of a file, in pieces that grow no faster than what the file really holds: a length in it is only a claim.</summary>
internal sealed class CaptureInput(Stream stream) : IDisposable
{
    private const int FirstSize = 64 * 1024;

    private byte[] _buffer = new byte[FirstSize];
    private int _start, _end;

    /// <summary>Place in the file of the next byte.</summary>
    internal long Offset { get; private set; }

    /// <summary>Whether nothing is left.</summary>
    internal bool IsAtEnd => Fill(1) == 0;

    /// <summary>Looks at the next bytes.</summary>
    /// <param name="count">How many.</param>
    /// <param name="field">What they are, for the message.</param>
    /// <returns>The bytes, good until the next call.</returns>
    /// <exception cref="CaptureFormatException">The file ends before.</exception>
    internal ReadOnlySpan<byte> Peek(int count, string field)
    {
        int there = Fill(count);
        if (there < count) CaptureFormatException.ThrowTruncated(field, Offset, count, there);
        return _buffer.AsSpan(_start, count);
    }

    /// <summary>Takes the next bytes.</summary>
    /// <inheritdoc cref="Peek"/>
    internal ReadOnlySpan<byte> Take(int count, string field)
    {
        ReadOnlySpan<byte> bytes = Peek(count, field);
        _start += count;
        Offset += count;
        return bytes;
    }

    /// <summary>Leaves bytes out.</summary>
    internal void Skip(long count, string field)
    {
        for (long left = count; left > 0;)
        {
            int there = (int)Math.Min(Fill(1), left);
            if (there == 0) CaptureFormatException.ThrowTruncated(field, Offset, left, 0);
            _start += there;
            Offset += there;
            left -= there;
        }
    }

    public void Dispose() => stream.Dispose();

    // Bytes that are there, at least as many as asked for unless the file ends.
    private int Fill(int count)
    {
        while (_end - _start < count)
        {
            if (_end == _buffer.Length) MakeRoom(count);
            int read = stream.Read(_buffer.AsSpan(_end));
            if (read == 0) break;
            _end += read;
        }

        return _end - _start;
    }

    private void MakeRoom(int count)
    {
        int there = _end - _start;
        byte[] target = there > _buffer.Length / 2 && count > _buffer.Length ? new byte[2 * _buffer.Length] : _buffer;
        // A buffer that is full without having been read from has nothing to give up but its size.
        if (ReferenceEquals(target, _buffer) && _start == 0) target = new byte[2 * _buffer.Length];
        _buffer.AsSpan(_start, there).CopyTo(target);
        (_buffer, _start, _end) = (target, 0, there);
    }
}
