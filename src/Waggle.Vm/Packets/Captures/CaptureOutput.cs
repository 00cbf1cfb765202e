namespace Waggle.Vm.Packets.Captures;

/// <summary>The bytes of a file that is written, in large pieces.</summary>
internal sealed class CaptureOutput(Stream stream, bool leaveOpen) : IDisposable
{
    private const int Size = 64 * 1024;

    private readonly byte[] _buffer = new byte[Size];
    private int _used;

    /// <summary>Room for the next bytes, which are few.</summary>
    internal Span<byte> Reserve(int count)
    {
        if (count > Size - _used) Flush();
        _used += count;
        return _buffer.AsSpan(_used - count, count);
    }

    internal void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > Size - _used) Flush();
        if (bytes.Length > Size) stream.Write(bytes);
        else bytes.CopyTo(Reserve(bytes.Length));
    }

    internal void WritePadded(ReadOnlySpan<byte> bytes)
    {
        Write(bytes);
        Reserve(PcapNgFormat.Pad(bytes.Length) - bytes.Length).Clear();
    }

    internal void Flush()
    {
        stream.Write(_buffer, 0, _used);
        _used = 0;
        stream.Flush();
    }

    public void Dispose()
    {
        Flush();
        if (!leaveOpen) stream.Dispose();
    }
}
