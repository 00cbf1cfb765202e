using System.Text;

namespace Waggle.Vm.Packets.Captures;

internal sealed partial class PcapNgReader
{
    private void ReadInterface(ReadOnlySpan<byte> content, long offset)
    {
        string? name = null, description = null;
        TimestampResolution resolution = TimestampResolution.Default;
        PcapNgOptions options = new(content[PcapNgFormat.InterfaceFixed..], _order, offset + PcapNgFormat.InterfaceFixed);
        while (options.TryNext(out ushort code, out ReadOnlySpan<byte> value))
        {
            switch (code)
            {
                case PcapNgFormat.Name: name = Encoding.UTF8.GetString(value); break;
                case PcapNgFormat.Description: description = Encoding.UTF8.GetString(value); break;
                case PcapNgFormat.Resolution when value.Length == 1: resolution = resolution with { Code = value[0] }; break;
                case PcapNgFormat.TimeOffset when value.Length == sizeof(long): resolution = resolution with { OffsetInSeconds = (long)_order.UInt64(value) }; break;
                default: break;
            }
        }

        _interfaces.Add((new()
        {
            Number = ++_interfaceCount,
            LinkType = (LinkType)_order.UInt16(content),
            SnapLength = _order.UInt32(content[4..]),
            Name = name,
            Description = description,
        }, resolution));
    }

    // The obsolete block has 16 bits for the interface and 16 for packets that were lost.
    private CapturedPacket ReadPacket(ReadOnlySpan<byte> content, long offset, bool isObsolete)
    {
        (CaptureInterface source, TimestampResolution resolution) = InterfaceAt(isObsolete ? _order.UInt16(content) : _order.UInt32(content), offset);
        ulong time = (ulong)_order.UInt32(content[4..]) << 32 | _order.UInt32(content[8..]);
        if (!resolution.TryConvert(time, out long timestamp))
            CaptureFormatException.ThrowValue("the time of a packet", offset + 4, time, "it lies before 1677 or after 2262");
        ReadOnlySpan<byte> data = DataOf(content[PcapNgFormat.PacketFixed..], _order.UInt32(content[12..]), offset + 12, out int padded);

        uint flags = 0, queue = 0;
        CapturedVerdict? verdict = null;
        ReadOnlySpan<byte> comment = default;
        int fixedAndData = PcapNgFormat.PacketFixed + padded;
        PcapNgOptions options = new(content[fixedAndData..], _order, offset + fixedAndData);
        while (options.TryNext(out ushort code, out ReadOnlySpan<byte> value))
        {
            switch (code)
            {
                case PcapNgFormat.Comment: comment = value; break;
                case PcapNgFormat.Flags when value.Length == sizeof(uint): flags = _order.UInt32(value); break;
                case PcapNgFormat.Queue when value.Length == sizeof(uint): queue = _order.UInt32(value); break;
                case PcapNgFormat.Verdict when value.Length == PcapNgFormat.VerdictSize: verdict = new((VerdictSource)value[0], _order.UInt64(value[1..])); break;
                default: break;
            }
        }

        return new(data, source)
        {
            Timestamp = timestamp,
            OriginalLength = _order.UInt32(content[16..]),
            Flags = flags,
            Queue = queue,
            Comment = comment,
            Verdict = verdict,
        };
    }

    // It has no length of its own: what was captured is the packet, up to what its interface captures.
    private CapturedPacket ReadSimplePacket(ReadOnlySpan<byte> content, long offset)
    {
        (CaptureInterface source, _) = InterfaceAt(0, offset);
        uint original = _order.UInt32(content);
        uint length = source.SnapLength == 0 ? original : Math.Min(original, source.SnapLength);
        return new(DataOf(content[PcapNgFormat.SimpleFixed..], length, offset, out _), source) { OriginalLength = original };
    }

    private static ReadOnlySpan<byte> DataOf(ReadOnlySpan<byte> rest, uint length, long offset, out int padded)
    {
        if (length > (uint)rest.Length) CaptureFormatException.ThrowValue("the length of a packet", offset, length, $"its block has room for {rest.Length}");
        padded = Math.Min(PcapNgFormat.Pad((int)length), rest.Length);
        return rest[..(int)length];
    }

    private (CaptureInterface Interface, TimestampResolution Resolution) InterfaceAt(uint index, long offset)
    {
        if (index >= (uint)_interfaces.Count) CaptureFormatException.ThrowValue("the interface of a packet", offset, index, $"the section has described {_interfaces.Count} so far");
        return _interfaces[(int)index];
    }
}
