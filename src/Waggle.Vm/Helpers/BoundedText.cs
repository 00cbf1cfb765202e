namespace Waggle.Vm.Helpers;

/// <summary>Writes text into a buffer as the kernel's <c>vsnprintf</c> does: what does not fit is counted and not written.</summary>
internal ref struct BoundedText(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;

    /// <summary>Bytes that there would be with room for all.</summary>
    internal long Length { get; private set; }

    internal void Write(byte value)
    {
        if (Length < _buffer.Length) _buffer[(int)Length] = value;
        Length++;
    }

    internal void Write(scoped ReadOnlySpan<byte> text)
    {
        if (Length < _buffer.Length)
        {
            Span<byte> room = _buffer[(int)Length..];
            text[..Math.Min(text.Length, room.Length)].CopyTo(room);
        }

        Length += text.Length;
    }

    internal void Fill(byte value, long count)
    {
        if (count <= 0) return;
        if (Length < _buffer.Length) _buffer.Slice((int)Length, (int)Math.Min(count, _buffer.Length - Length)).Fill(value);
        Length += count;
    }

    /// <summary>Ends the text with a zero, inside the buffer.</summary>
    internal readonly void End()
    {
        if (_buffer.Length > 0) _buffer[(int)Math.Min(Length, _buffer.Length - 1)] = 0;
    }
}
