namespace Waggle.Vm.Execution;

/// <summary>The contexts of programs that see packets: <c>struct xdp_md</c> and <c>struct __sk_buff</c> in include/uapi/linux/bpf.h, Linux 6.18.</summary>
internal static class PacketContexts
{
    internal const int XdpSize = 24, XdpIngressInterface = 12, XdpReceiveQueue = 16, XdpEgressInterface = 20;

    internal const int BufferSize = 192, Length = 0, PacketType = 4, Mark = 8, QueueMapping = 12, Protocol = 16, VlanPresent = 20, VlanTag = 24,
        VlanProtocol = 28, Priority = 32, IngressInterface = 36, Interface = 40, TrafficIndex = 44, ControlBlock = 48, Hash = 68, TrafficClass = 72,
        Timestamp = 152, WireLength = 160, TimestampType = 180;

    // Addresses lie behind what the program sees.
    private static readonly AddressField s_xdpData = new(0, 24), s_xdpEnd = new(4, 32), s_xdpMeta = new(8, 40);
    private static readonly AddressField s_data = new(76, 192), s_end = new(80, 200), s_meta = new(140, 208);

    /// <summary>XDP: <c>xdp_is_valid_access</c> in net/core/filter.c.</summary>
    internal static ContextShape Xdp { get; } = new(XdpSize) { AddressFields = [s_xdpData, s_xdpEnd, s_xdpMeta], IsPacketWritable = true };

    /// <summary>TC: <c>tc_cls_act_is_valid_access</c>.</summary>
    internal static ContextShape Traffic { get; } = new(BufferSize)
    {
        AddressFields = [s_data, s_end, s_meta],
        IsPacketWritable = true,
        Writable = [(Mark, 4), (QueueMapping, 4), (Priority, 4), (TrafficIndex, 4), (ControlBlock, 20), (TrafficClass, 4), (Timestamp, 8)],
    };

    /// <summary>Socket filters: <c>sk_filter_is_valid_access</c>.</summary>
    internal static ContextShape SocketFilter { get; } = new(BufferSize) { Writable = [(ControlBlock, 20)] };

    /// <summary>Where the addresses of data, its end and metadata are kept.</summary>
    internal static (int Data, int End, int Meta) StorageOf(PacketKind kind) =>
        kind == PacketKind.Xdp ? (s_xdpData.Storage, s_xdpEnd.Storage, s_xdpMeta.Storage) : (s_data.Storage, s_end.Storage, s_meta.Storage);
}
