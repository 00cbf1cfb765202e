namespace Waggle.Vm.Packets.Captures;

/// <summary>Writes pcap, which has one kind of link for all packets: that of the first.</summary>
internal sealed class PcapWriter(CaptureOutput output, bool isBigEndian, bool hasNanoseconds) : CaptureWriter(output, isBigEndian)
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const uint LongestPacketOfTools = 262_144; // MAXIMUM_SNAPLEN of libpcap

    private LinkType? _linkType;

    public override void Write(in CapturedPacket packet)
    {
        if (_linkType is null) WriteHeader(packet.Interface);
        if (packet.Interface.LinkType != _linkType)
            throw new NotSupportedException($"A pcap file has one kind of link, here {_linkType}, and {packet.Interface} has {packet.Interface.LinkType}: write pcapng.");
        (long seconds, long fraction) = Math.DivRem(packet.Timestamp, NanosecondsPerSecond);
        if (packet.Timestamp < 0 || seconds > uint.MaxValue)
            throw new NotSupportedException($"A pcap file has times from 1970 to 2106, and the packet's is {seconds} s from 1970: write pcapng.");
        Span<byte> header = Output.Reserve(PcapReader.RecordHeaderSize);
        Order.Put(header, (uint)seconds);
        Order.Put(header[4..], (uint)(hasNanoseconds ? fraction : fraction / 1000));
        Order.Put(header[8..], (uint)packet.Data.Length);
        Order.Put(header[12..], packet.OriginalLength);
        Output.Write(packet.Data);
    }

    private protected override void Complete()
    {
        if (_linkType is null) WriteHeader(new CaptureInterface());
    }

    private void WriteHeader(CaptureInterface source)
    {
        _linkType = source.LinkType;
        Span<byte> header = Output.Reserve(PcapReader.HeaderSize);
        header.Clear();
        Order.Put(header, hasNanoseconds ? PcapReader.Nanoseconds : PcapReader.Microseconds);
        Order.Put(header[4..], PcapReader.MajorVersion);
        Order.Put(header[6..], PcapReader.MinorVersion);
        Order.Put(header[16..], source.SnapLength == 0 ? LongestPacketOfTools : source.SnapLength);
        Order.Put(header[20..], (uint)source.LinkType);
    }
}
