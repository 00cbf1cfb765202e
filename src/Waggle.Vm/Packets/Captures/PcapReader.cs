namespace Waggle.Vm.Packets.Captures;

/// <summary>Reads pcap: a header of 24 bytes, then packets behind headers of 16 (draft-ietf-opsawg-pcap).</summary>
internal sealed class PcapReader : CaptureReader
{
    internal const uint Microseconds = 0xA1B2C3D4, Nanoseconds = 0xA1B23C4D;
    internal const int HeaderSize = 24, RecordHeaderSize = 16;
    internal const ushort MajorVersion = 2, MinorVersion = 4;

    private const long NanosecondsPerSecond = 1_000_000_000;

    private readonly ByteOrder _order;
    private readonly CaptureInterface _interface;
    private readonly uint _fraction; // nanoseconds of the second part of a time

    internal PcapReader(CaptureInput input) : base(input)
    {
        ReadOnlySpan<byte> magic = input.Peek(sizeof(uint), "its first number");
        (_order, _fraction) = (new ByteOrder(false).UInt32(magic), new ByteOrder(true).UInt32(magic)) switch
        {
            (Microseconds, _) => (new ByteOrder(false), 1000u),
            (Nanoseconds, _) => (new ByteOrder(false), 1u),
            (_, Microseconds) => (new ByteOrder(true), 1000u),
            (_, Nanoseconds) => (new ByteOrder(true), 1u),
            _ => throw new CaptureFormatException($"it begins with 0x{Convert.ToHexString(magic)}, and neither as pcap nor as pcapng does.", 0),
        };
        ReadOnlySpan<byte> header = input.Take(HeaderSize, "the file's header");
        ushort major = _order.UInt16(header[4..]);
        if (major != MajorVersion) CaptureFormatException.ThrowValue("the version", 4, major, "known is 2");
        // The upper half of the number says how long a checksum at the end of packets is.
        _interface = new() { LinkType = (LinkType)(ushort)_order.UInt32(header[20..]), SnapLength = _order.UInt32(header[16..]) };
    }

    public override CaptureFormat Format => _fraction == 1 ? CaptureFormat.Pcap : CaptureFormat.PcapMicroseconds;

    public override bool TryRead(out CapturedPacket packet, CancellationToken stop = default)
    {
        packet = default;
        if (stop.IsCancellationRequested || Input.IsAtEnd) return false;
        ReadOnlySpan<byte> record = Input.Peek(RecordHeaderSize, "the header of a packet");
        uint length = _order.UInt32(record[8..]);
        if (length > LongestPacket) CaptureFormatException.ThrowValue("the length of a packet", Input.Offset + 8, length, $"{LongestPacket} is the most");
        record = Input.Take(RecordHeaderSize + (int)length, "a packet");
        packet = new(record[RecordHeaderSize..], _interface)
        {
            Timestamp = _order.UInt32(record) * NanosecondsPerSecond + (long)_order.UInt32(record[4..]) * _fraction,
            OriginalLength = _order.UInt32(record[12..]),
        };
        return true;
    }
}
