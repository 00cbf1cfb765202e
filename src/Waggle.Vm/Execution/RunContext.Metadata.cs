using System.Runtime.CompilerServices;

namespace Waggle.Vm.Execution;

internal sealed unsafe partial class RunContext
{
    private ulong _metaStart;

    /// <summary>Whether the run has a packet with a context of a kind that helpers know.</summary>
    internal bool HasPacket { get; private set; }

    // Metadata before the packet is a region of its own, and a socket buffer says its length among its fields.
    private void PublishMetadata(byte* data)
    {
        HasPacket = true;
        if (_metaStart != 0) RemoveRegion(_metaStart);
        _metaStart = Packet.MetaLength == 0 ? 0 : (ulong)data - (ulong)Packet.MetaLength;
        if (_metaStart != 0) AddRegion(new(_metaStart, (ulong)Packet.MetaLength, RegionKind.Packet, Current.Image.Context.IsPacketWritable));
        if (Current.Image.Context.Size != SocketBufferFields.Size) return;
        byte* context = (byte*)ContextStart;
        Unsafe.WriteUnaligned(context + SocketBufferFields.Length, Packet.Length);
        if (!Packet.TakeNew()) return;
        Unsafe.WriteUnaligned(context + SocketBufferFields.WireLength, Packet.Length);
        byte* link = data + Packet.LinkOffset;
        if (Packet.Length - Packet.LinkOffset < PacketBuffer.EthernetHeader) return;
        Unsafe.WriteUnaligned(context + SocketBufferFields.PacketType, PacketTypeOf(new ReadOnlySpan<byte>(link, 6)));
        Unsafe.WriteUnaligned(context + SocketBufferFields.Protocol, (uint)ProtocolOf(link, Packet.Length - Packet.LinkOffset));
    }

    // As the kernel tells it (eth_type_trans): numbers below 0x600 are lengths, of packets of Novell's kind or with an LLC header.
    private static ushort ProtocolOf(byte* link, int length)
    {
        const ushort Novell = 0x0100, Llc = 0x0400; // ETH_P_802_3, ETH_P_802_2, as they lie in memory
        if (link[12] >= 6) return Unsafe.ReadUnaligned<ushort>(link + 12);
        return length >= PacketBuffer.EthernetHeader + 2 && Unsafe.ReadUnaligned<ushort>(link + PacketBuffer.EthernetHeader) == ushort.MaxValue ? Novell : Llc;
    }

    // As an interface without an address of its own sees it (eth_type_trans): to this host, to all, to some, to another host.
    private static int PacketTypeOf(ReadOnlySpan<byte> address) =>
        !address.ContainsAnyExcept((byte)0xFF) ? 1 : (address[0] & 1) != 0 ? 2 : address.ContainsAnyExcept((byte)0) ? 3 : 0;

    private void ForgetPacket()
    {
        HasPacket = false;
        PacketStart = PacketRoom1 = PacketRoom2 = PacketRoom4 = PacketRoom8 = 0;
    }
}
