using System.Runtime.CompilerServices;

namespace Waggle.CSharp;

/// <content>The packet's bytes, its size and its checksums. Cursors from before a change must not be used after it.</content>
public unsafe partial struct SocketBuffer
{
    /// <summary>Copies a value from anywhere in the packet (<c>bpf_skb_load_bytes</c>, Linux 4.5).</summary>
    /// <param name="offset">From the packet's first byte on.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether the packet is that long; if not, <paramref name="value"/> is zero.</returns>
    public bool TryLoad<T>(uint offset, out T value) where T : unmanaged
    {
        Unsafe.SkipInit(out value);
        return LoadBytes(offset, ref Unsafe.As<T, byte>(ref value), (uint)Unsafe.SizeOf<T>()) == 0;
    }

    /// <summary>Copies a value from behind the start of a header (<c>bpf_skb_load_bytes_relative</c>, Linux 4.18).</summary>
    /// <param name="offset">From that header's first byte on.</param>
    /// <param name="header">Which header.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether the packet is that long; if not, <paramref name="value"/> is zero.</returns>
    public bool TryLoad<T>(uint offset, PacketHeader header, out T value) where T : unmanaged
    {
        Unsafe.SkipInit(out value);
        return LoadBytesRelative(offset, ref Unsafe.As<T, byte>(ref value), (uint)Unsafe.SizeOf<T>(), (uint)header) == 0;
    }

    /// <summary>Writes a value anywhere in the packet (<c>bpf_skb_store_bytes</c>, Linux 4.1).</summary>
    /// <param name="offset">From the packet's first byte on.</param>
    /// <param name="value">The value.</param>
    /// <param name="flags">1 to keep the checksum of the whole right (<c>BPF_F_RECOMPUTE_CSUM</c>), 2 to forget the flow's hash.</param>
    /// <returns>Whether it could be written.</returns>
    public bool TryStore<T>(uint offset, scoped in T value, ulong flags = 0) where T : unmanaged =>
        StoreBytes(offset, in Unsafe.As<T, byte>(ref Unsafe.AsRef(in value)), (uint)Unsafe.SizeOf<T>(), flags) == 0;

    /// <summary>Makes sure that the first bytes lie in one piece and can be written through a cursor (<c>bpf_skb_pull_data</c>, Linux 4.9).</summary>
    /// <param name="length">How many; 0 for those that lie in one piece already.</param>
    /// <returns>Whether it could be done.</returns>
    public bool TryPull(uint length) => PullData(length) == 0;

    /// <summary>Corrects the checksum of the network header after a field changed (<c>bpf_l3_csum_replace</c>, Linux 4.1).</summary>
    /// <param name="offset">Where the checksum is.</param>
    /// <param name="from">What the field was, as memory holds it; 0 if <paramref name="to"/> is a difference.</param>
    /// <param name="to">What it is.</param>
    /// <param name="size">Bytes of the field: 2 or 4; 0 for a difference.</param>
    /// <returns>0, or a negative errno.</returns>
    [Helper(10, Since = "4.1")]
    public long ReplaceNetworkChecksum(uint offset, ulong from, ulong to, ulong size) =>
        (long)BpfHost.Current.Call(10, BpfHost.Address(in this), offset, from, to, size);

    /// <summary>Corrects the checksum of the transport header after a field changed (<c>bpf_l4_csum_replace</c>, Linux 4.1).</summary>
    /// <param name="offset">Where the checksum is.</param>
    /// <param name="from">What the field was, as memory holds it; 0 if <paramref name="to"/> is a difference.</param>
    /// <param name="to">What it is.</param>
    /// <param name="flags">Bytes of the field: 2 or 4, 0 for a difference; plus 16 if the field is in the pseudo header, 32 if a checksum of 0 means none.</param>
    /// <returns>0, or a negative errno.</returns>
    [Helper(11, Since = "4.1")]
    public long ReplaceTransportChecksum(uint offset, ulong from, ulong to, ulong flags) =>
        (long)BpfHost.Current.Call(11, BpfHost.Address(in this), offset, from, to, flags);

    /// <summary>Adds a difference to the checksum that the network card computed (<c>bpf_csum_update</c>, Linux 4.9).</summary>
    /// <returns>The new one, or a negative errno.</returns>
    [Helper(40, Since = "4.9")]
    public long UpdateChecksum(uint difference) => (long)BpfHost.Current.Call(40, BpfHost.Address(in this), difference);

    /// <summary>Says how many checksums of the packet are known to be right (<c>bpf_csum_level</c>, Linux 5.8).</summary>
    /// <param name="level">0 to ask, 1 for one more, 2 for one less, 3 for none.</param>
    /// <returns>The level if asked, 0, or a negative errno.</returns>
    [Helper(135, Since = "5.8")]
    public long ChangeChecksumLevel(ulong level) => (long)BpfHost.Current.Call(135, BpfHost.Address(in this), level);

    /// <summary>Makes the packet longer or shorter at its end (<c>bpf_skb_change_tail</c>, Linux 4.9).</summary>
    /// <param name="length">Its new length.</param>
    /// <param name="flags">0.</param>
    /// <returns>0, or a negative errno.</returns>
    [Helper(38, Since = "4.9")]
    public long ChangeTail(uint length, ulong flags = 0) => (long)BpfHost.Current.Call(38, BpfHost.Address(in this), length, flags);

    /// <summary>Makes room for more headers in front (<c>bpf_skb_change_head</c>, Linux 4.10).</summary>
    /// <param name="length">Bytes.</param>
    /// <param name="flags">0.</param>
    /// <returns>0, or a negative errno.</returns>
    [Helper(43, Since = "4.10")]
    public long ChangeHead(uint length, ulong flags = 0) => (long)BpfHost.Current.Call(43, BpfHost.Address(in this), length, flags);

    /// <summary>Makes or takes away room behind a header (<c>bpf_skb_adjust_room</c>, Linux 4.13).</summary>
    /// <param name="change">Bytes: positive for more.</param>
    /// <param name="mode">0: behind the network header; 1: behind the link header.</param>
    /// <param name="flags"><c>BPF_F_ADJ_ROOM_*</c>.</param>
    /// <returns>0, or a negative errno.</returns>
    [Helper(50, Since = "4.13")]
    public long AdjustRoom(int change, uint mode, ulong flags) =>
        (long)BpfHost.Current.Call(50, BpfHost.Address(in this), (ulong)change, mode, flags);

    /// <summary>Makes an IPv6 packet of an IPv4 one or the other way round; the program fills in the header (<c>bpf_skb_change_proto</c>,
    /// Linux 4.8).</summary>
    /// <param name="protocol">The new one: <see cref="EtherType.IPv4"/> or <see cref="EtherType.IPv6"/>.</param>
    /// <returns>0, or a negative errno.</returns>
    public long ChangeProtocol(EtherType protocol) => ChangeProtocol(((NetworkUInt16)(ushort)protocol).Raw, 0);

    [Helper(31, Since = "4.8")]
    private long ChangeProtocol(ushort protocol, ulong flags) => (long)BpfHost.Current.Call(31, BpfHost.Address(in this), protocol, flags);

    /// <summary>Says anew who the packet is for (<c>bpf_skb_change_type</c>, Linux 4.8).</summary>
    /// <param name="type"><c>PACKET_*</c> of include/uapi/linux/if_packet.h.</param>
    /// <returns>0, or a negative errno.</returns>
    [Helper(32, Since = "4.8")]
    public long ChangeType(uint type) => (long)BpfHost.Current.Call(32, BpfHost.Address(in this), type);

    /// <summary>Adds a VLAN tag (<c>bpf_skb_vlan_push</c>, Linux 4.3).</summary>
    /// <param name="protocol">Its kind, such as <see cref="EtherType.Vlan"/>.</param>
    /// <param name="control">Priority and number.</param>
    /// <returns>0, or a negative errno.</returns>
    public long PushVlan(EtherType protocol, ushort control) => PushVlan(((NetworkUInt16)(ushort)protocol).Raw, control);

    [Helper(18, Since = "4.3")]
    private long PushVlan(ushort protocol, ushort control) => (long)BpfHost.Current.Call(18, BpfHost.Address(in this), protocol, control);

    /// <summary>Takes the outer VLAN tag away (<c>bpf_skb_vlan_pop</c>, Linux 4.3).</summary>
    /// <returns>0, or a negative errno.</returns>
    [Helper(19, Since = "4.3")]
    public long PopVlan() => (long)BpfHost.Current.Call(19, BpfHost.Address(in this));

    /// <summary>Sets the mark of congestion in an IP header that allows it (<c>bpf_skb_ecn_set_ce</c>, Linux 5.1).</summary>
    /// <returns>1 if it is set now, 0 if it can't be.</returns>
    [Helper(97, Since = "5.1")]
    public long MarkCongestion() => (long)BpfHost.Current.Call(97, BpfHost.Address(in this));

    [Helper(73, Since = "4.18")]
    private long PushEncapsulation(uint kind, ref readonly byte header, uint size) =>
        (long)BpfHost.Current.Call(73, BpfHost.Address(in this), kind, BpfHost.Address(in header), size);

    /// <summary>Puts a header in front of a packet of a route (<c>bpf_lwt_push_encap</c>, Linux 4.18). For tunnel programs.</summary>
    /// <param name="kind"><c>BPF_LWT_ENCAP_*</c>: 0 and 1 for IPv6 segments, 2 for IP.</param>
    /// <param name="header">The header.</param>
    /// <returns>0, or a negative errno.</returns>
    public long PushHeader<T>(uint kind, scoped in T header) where T : unmanaged =>
        PushEncapsulation(kind, in Unsafe.As<T, byte>(ref Unsafe.AsRef(in header)), (uint)Unsafe.SizeOf<T>());

    [Helper(74, Since = "4.18")]
    private long StoreSegmentBytes(uint offset, ref readonly byte value, uint size) =>
        (long)BpfHost.Current.Call(74, BpfHost.Address(in this), offset, BpfHost.Address(in value), size);

    [Helper(76, Since = "4.18")]
    private long SegmentAction(uint action, ref readonly byte value, uint size) =>
        (long)BpfHost.Current.Call(76, BpfHost.Address(in this), action, BpfHost.Address(in value), size);

    /// <summary>Writes to the segment routing header (<c>bpf_lwt_seg6_store_bytes</c>, Linux 4.18). For <see cref="TunnelPlace.Segment"/>.</summary>
    /// <returns>0, or a negative errno.</returns>
    public long StoreSegment<T>(uint offset, scoped in T value) where T : unmanaged =>
        StoreSegmentBytes(offset, in Unsafe.As<T, byte>(ref Unsafe.AsRef(in value)), (uint)Unsafe.SizeOf<T>());

    /// <summary>Does what an action of segment routing does (<c>bpf_lwt_seg6_action</c>, Linux 4.18). For <see cref="TunnelPlace.Segment"/>.</summary>
    /// <returns>0, or a negative errno.</returns>
    public long RunSegmentAction<T>(uint action, scoped in T parameter) where T : unmanaged =>
        SegmentAction(action, in Unsafe.As<T, byte>(ref Unsafe.AsRef(in parameter)), (uint)Unsafe.SizeOf<T>());

    /// <summary>Changes the room for values in the segment routing header. For <see cref="TunnelPlace.Segment"/>
    /// (<c>bpf_lwt_seg6_adjust_srh</c>, Linux 4.18).</summary>
    /// <returns>0, or a negative errno.</returns>
    [Helper(75, Since = "4.18")]
    public long AdjustSegment(uint offset, int change) => (long)BpfHost.Current.Call(75, BpfHost.Address(in this), offset, (ulong)change);

    [Helper(9, Since = "4.1")]
    private long StoreBytes(uint offset, ref readonly byte value, uint size, ulong flags) =>
        (long)BpfHost.Current.Call(9, BpfHost.Address(in this), offset, BpfHost.Address(in value), size, flags);

    [Helper(26, Since = "4.5")]
    private long LoadBytes(uint offset, ref byte buffer, uint size) =>
        (long)BpfHost.Current.Call(26, BpfHost.Address(in this), offset, BpfHost.Address(in buffer), size);

    [Helper(68, Since = "4.18")]
    private long LoadBytesRelative(uint offset, ref byte buffer, uint size, uint header) =>
        (long)BpfHost.Current.Call(68, BpfHost.Address(in this), offset, BpfHost.Address(in buffer), size, header);

    [Helper(39, Since = "4.9")]
    private long PullData(uint length) => (long)BpfHost.Current.Call(39, BpfHost.Address(in this), length);
}
