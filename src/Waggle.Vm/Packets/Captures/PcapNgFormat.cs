namespace Waggle.Vm.Packets.Captures;

/// <summary>Numbers of pcapng (draft-ietf-opsawg-pcapng).</summary>
internal static class PcapNgFormat
{
    // Types of blocks.
    internal const uint SectionHeader = 0x0A0D0D0A, InterfaceDescription = 1, ObsoletePacket = 2, SimplePacket = 3, EnhancedPacket = 6;

    internal const uint ByteOrderMagic = 0x1A2B3C4D;
    internal const ushort MajorVersion = 1;

    /// <summary>Type and length before a block's content, and the length again behind it.</summary>
    internal const int BlockHeader = 8, BlockTrailer = 4;

    // Content before options or data.
    internal const int SectionFixed = 16, InterfaceFixed = 8, PacketFixed = 20, SimpleFixed = 4;

    // Options.
    internal const ushort EndOfOptions = 0, Comment = 1;
    internal const ushort Application = 4; // of a section
    internal const ushort Name = 2, Description = 3, Resolution = 9, TimeOffset = 14; // of an interface
    internal const ushort Flags = 2, Queue = 6, Verdict = 7; // of a packet

    internal const int OptionHeader = 4;

    internal const byte VerdictSize = 9;

    internal static int Pad(int length) => (length + 3) & ~3;
}
