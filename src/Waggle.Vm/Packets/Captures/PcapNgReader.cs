namespace Waggle.Vm.Packets.Captures;

/// <summary>Reads pcapng: blocks of a type and a length, in sections that have a byte order and interfaces of their own.</summary>
internal sealed partial class PcapNgReader : CaptureReader
{
    // A block with a packet of the greatest length, and some options.
    private const uint LongestBlock = LongestPacket + 256 * 1024;

    private readonly List<(CaptureInterface Interface, TimestampResolution Resolution)> _interfaces = []; // of this section
    private ByteOrder _order;
    private int _interfaceCount; // of the file

    internal PcapNgReader(CaptureInput input) : base(input) => ReadSection();

    public override CaptureFormat Format => CaptureFormat.PcapNg;

    internal static bool IsStart(ReadOnlySpan<byte> start) => new ByteOrder(false).UInt32(start) == PcapNgFormat.SectionHeader; // the same from both ends

    public override bool TryRead(out CapturedPacket packet, CancellationToken stop = default)
    {
        packet = default;
        while (!stop.IsCancellationRequested && !Input.IsAtEnd)
        {
            ReadOnlySpan<byte> header = Input.Peek(PcapNgFormat.BlockHeader, "the header of a block");
            switch (_order.UInt32(header))
            {
                case PcapNgFormat.SectionHeader:
                    ReadSection();
                    break;
                case PcapNgFormat.InterfaceDescription:
                    ReadInterface(TakeBlock(PcapNgFormat.InterfaceFixed, out long offset), offset);
                    break;
                case PcapNgFormat.EnhancedPacket:
                    packet = ReadPacket(TakeBlock(PcapNgFormat.PacketFixed, out offset), offset, isObsolete: false);
                    return true;
                case PcapNgFormat.ObsoletePacket:
                    packet = ReadPacket(TakeBlock(PcapNgFormat.PacketFixed, out offset), offset, isObsolete: true);
                    return true;
                case PcapNgFormat.SimplePacket:
                    packet = ReadSimplePacket(TakeBlock(PcapNgFormat.SimpleFixed, out offset), offset);
                    return true;
                default:
                    SkipBlock();
                    break;
            }
        }

        return false;
    }

    // A block of which nothing is wanted may be of any length.
    private void SkipBlock()
    {
        long offset = Input.Offset;
        uint length = CheckedLength(PcapNgFormat.BlockHeader + PcapNgFormat.BlockTrailer);
        Input.Skip(length - PcapNgFormat.BlockTrailer, "a block");
        CheckTrailer(length, Input.Take(PcapNgFormat.BlockTrailer, "the end of a block"), offset);
    }

    /// <summary>Takes a block.</summary>
    /// <param name="least">Bytes that its content has at least.</param>
    /// <param name="offset">Where in the file its content begins.</param>
    /// <returns>Its content.</returns>
    private ReadOnlySpan<byte> TakeBlock(int least, out long offset)
    {
        long start = Input.Offset;
        uint length = CheckedLength(PcapNgFormat.BlockHeader + least + PcapNgFormat.BlockTrailer);
        if (length > LongestBlock) CaptureFormatException.ThrowValue("the length of a block", start + 4, length, $"{LongestBlock} is the most");
        ReadOnlySpan<byte> block = Input.Take((int)length, "a block");
        CheckTrailer(length, block[^PcapNgFormat.BlockTrailer..], start);
        offset = start + PcapNgFormat.BlockHeader;
        return block[PcapNgFormat.BlockHeader..^PcapNgFormat.BlockTrailer];
    }

    private uint CheckedLength(int least)
    {
        uint length = _order.UInt32(Input.Peek(PcapNgFormat.BlockHeader, "the header of a block")[4..]);
        if (length % 4 != 0) CaptureFormatException.ThrowValue("the length of a block", Input.Offset + 4, length, "it must be a multiple of 4");
        if (length < least) CaptureFormatException.ThrowValue("the length of a block", Input.Offset + 4, length, $"such a block has at least {least} bytes");
        return length;
    }

    private void CheckTrailer(uint length, ReadOnlySpan<byte> trailer, long start)
    {
        if (_order.UInt32(trailer) != length)
            CaptureFormatException.ThrowValue("the length at the end of a block", start + length - PcapNgFormat.BlockTrailer, _order.UInt32(trailer), $"at its beginning it is {length}");
    }

    private void ReadSection()
    {
        long start = Input.Offset;
        // Until the order is known, the block's length is not.
        ReadOnlySpan<byte> magic = Input.Peek(PcapNgFormat.BlockHeader + sizeof(uint), "the header of a section")[PcapNgFormat.BlockHeader..];
        _order = new(isBig: new ByteOrder(true).UInt32(magic) == PcapNgFormat.ByteOrderMagic);
        if (_order.UInt32(magic) != PcapNgFormat.ByteOrderMagic)
            throw new CaptureFormatException($"the byte order of a section is told by 0x{Convert.ToHexString(magic)}, which is neither.", start + PcapNgFormat.BlockHeader);
        ReadOnlySpan<byte> content = TakeBlock(PcapNgFormat.SectionFixed, out long offset);
        ushort major = _order.UInt16(content[4..]);
        if (major != PcapNgFormat.MajorVersion) CaptureFormatException.ThrowValue("the version of a section", offset + 4, major, "known is 1");
        _interfaces.Clear();
    }
}
