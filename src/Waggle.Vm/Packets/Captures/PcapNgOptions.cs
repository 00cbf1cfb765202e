namespace Waggle.Vm.Packets.Captures;

/// <summary>Walks over the options of a block.</summary>
/// <param name="bytes">From the first option on, to the end of the block's content.</param>
/// <param name="order">The section's byte order.</param>
/// <param name="offset">Where in the file they begin.</param>
internal ref struct PcapNgOptions(ReadOnlySpan<byte> bytes, ByteOrder order, long offset)
{
    private ReadOnlySpan<byte> _rest = bytes;
    private long _offset = offset;

    /// <summary>Goes to the next option.</summary>
    /// <exception cref="CaptureFormatException">It does not fit into the block.</exception>
    internal bool TryNext(out ushort code, out ReadOnlySpan<byte> value)
    {
        code = 0;
        value = default;
        if (_rest.IsEmpty) return false;
        if (_rest.Length < PcapNgFormat.OptionHeader) CaptureFormatException.ThrowTruncated("an option", _offset, PcapNgFormat.OptionHeader, _rest.Length);
        code = order.UInt16(_rest);
        int length = order.UInt16(_rest[2..]);
        if (code == PcapNgFormat.EndOfOptions) return false;
        int needed = PcapNgFormat.OptionHeader + PcapNgFormat.Pad(length);
        if (needed > _rest.Length) CaptureFormatException.ThrowTruncated($"option {code}", _offset, needed, _rest.Length);
        value = _rest.Slice(PcapNgFormat.OptionHeader, length);
        _rest = _rest[needed..];
        _offset += needed;
        return true;
    }
}
