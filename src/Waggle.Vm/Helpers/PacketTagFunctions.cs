using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Waggle.Bpf.Errors;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Helpers;

/// <summary>What is known of a <c>struct __sk_buff</c> packet beside its bytes: VLAN tag, type, hash, time, congestion mark (net/core/filter.c, net/core/skbuff.c).</summary>
internal static unsafe class PacketTagFunctions
{
    private const int Addresses = 12, TagSize = 4; // the MAC addresses; VLAN_HLEN
    private const uint LastPacketType = 3;         // PACKET_OTHERHOST

    internal static readonly HelperRow[] Rows =
    [
        new(18, &PushVlan),
        new(19, &PopVlan),
        new(24, &RouteRealm),
        new(32, &ChangeType),
        new(34, &RecalculateHash),
        new(41, &InvalidateHash),
        new(46, &SocketCookie),
        new(47, &SocketUser),
        new(48, &SetHash),
        new(79, &SocketCookie),   // the cgroup of a packet without a socket is none: 0
        new(83, &SocketCookie),
        new(97, &MarkCongestion),
        new(122, &NamespaceCookie),
        new(151, &SocketCookie),
        new(192, &SetTimestamp),
    ];

    private static ulong PushVlan(RunContext run, ulong context, ulong protocol, ulong tag, ulong _, ulong _1)
    {
        if (PacketFields.BufferOf(run) is not { } packet) return Results.Error(Errno.Invalid);
        ushort kind = (ushort)protocol is PacketFields.Vlan or PacketFields.ServiceVlan ? (ushort)protocol : PacketFields.Vlan;
        if (PacketFields.Get(run, SocketBufferFields.VlanPresent) != 0)
        {
            // The tag that hardware would put in goes into the bytes.
            if (packet.Length < Addresses || packet.Length + TagSize > PacketBuffer.LongestBuffer) return Results.Error(Errno.NoMemory);
            ushort outer = (ushort)PacketFields.Get(run, SocketBufferFields.VlanProtocol);
            packet.Insert(Addresses, TagSize);
            Unsafe.WriteUnaligned(packet.Data + Addresses, outer);
            BinaryPrimitives.WriteUInt16BigEndian(packet.Span[(Addresses + 2)..], (ushort)PacketFields.Get(run, SocketBufferFields.VlanTag));
            PacketFields.Set(run, SocketBufferFields.Protocol, outer);
            run.PublishPacket();
        }

        SetTag(run, kind, (ushort)tag, isPresent: true);
        return 0;
    }

    private static ulong PopVlan(RunContext run, ulong context, ulong _, ulong _1, ulong _2, ulong _3)
    {
        if (PacketFields.BufferOf(run) is not { } packet) return Results.Error(Errno.Invalid);
        if (PacketFields.Get(run, SocketBufferFields.VlanPresent) != 0) SetTag(run, 0, 0, isPresent: false);
        else if (!IsVlan(run)) return 0;
        else if (!TryTakeTag(run, packet, out ushort _)) return Results.Error(Errno.NoMemory);

        // The next tag moves from the bytes to where hardware keeps it.
        if (!IsVlan(run)) return 0;
        ushort protocol = PacketFields.Protocol(run);
        if (!TryTakeTag(run, packet, out ushort tag)) return Results.Error(Errno.NoMemory);
        SetTag(run, protocol, tag, isPresent: true);
        return 0;
    }

    private static bool IsVlan(RunContext run) => PacketFields.Protocol(run) is PacketFields.Vlan or PacketFields.ServiceVlan;

    private static void SetTag(RunContext run, ushort protocol, ushort tag, bool isPresent)
    {
        PacketFields.Set(run, SocketBufferFields.VlanPresent, isPresent ? 1u : 0);
        PacketFields.Set(run, SocketBufferFields.VlanProtocol, protocol);
        PacketFields.Set(run, SocketBufferFields.VlanTag, tag);
    }

    private static bool TryTakeTag(RunContext run, PacketBuffer packet, out ushort tag)
    {
        tag = 0;
        if (packet.Length < PacketBuffer.EthernetHeader + TagSize) return false;
        tag = BinaryPrimitives.ReadUInt16BigEndian(packet.Span[PacketBuffer.EthernetHeader..]);
        ushort protocol = Unsafe.ReadUnaligned<ushort>(packet.Data + PacketBuffer.EthernetHeader + 2);
        packet.Remove(Addresses, TagSize);
        PacketFields.Set(run, SocketBufferFields.Protocol, protocol);
        run.PublishPacket();
        return true;
    }

    private static ulong RouteRealm(RunContext run, ulong context, ulong _, ulong _1, ulong _2, ulong _3) => 0;

    private static ulong ChangeType(RunContext run, ulong context, ulong type, ulong _, ulong _1, ulong _2)
    {
        if ((uint)type > LastPacketType || PacketFields.Get(run, SocketBufferFields.PacketType) > LastPacketType) return Results.Error(Errno.Invalid);
        PacketFields.Set(run, SocketBufferFields.PacketType, (uint)type);
        return 0;
    }

    private static ulong RecalculateHash(RunContext run, ulong context, ulong _, ulong _1, ulong _2, ulong _3)
    {
        uint hash = PacketFields.Get(run, SocketBufferFields.Hash);
        if (hash != 0 || PacketFields.PacketOf(run) is not { } packet) return hash;
        hash = FlowHash.Of(packet.Span, packet.NetworkOffset, PacketFields.Protocol(run));
        PacketFields.Set(run, SocketBufferFields.Hash, hash);
        return hash;
    }

    private static ulong InvalidateHash(RunContext run, ulong context, ulong _, ulong _1, ulong _2, ulong _3) => SetHash(run, context, 0, 0, 0, 0);

    private static ulong SetHash(RunContext run, ulong context, ulong hash, ulong _, ulong _1, ulong _2)
    {
        PacketFields.Set(run, SocketBufferFields.Hash, (uint)hash);
        return 0;
    }

    // Packets have no sockets here.
    private static ulong SocketCookie(RunContext run, ulong context, ulong _, ulong _1, ulong _2, ulong _3) => 0;

    private static ulong SocketUser(RunContext run, ulong context, ulong _, ulong _1, ulong _2, ulong _3) => 65534; // overflowuid

    private static ulong NamespaceCookie(RunContext run, ulong context, ulong _, ulong _1, ulong _2, ulong _3) => 1; // the first network namespace

    private static ulong MarkCongestion(RunContext run, ulong context, ulong _, ulong _1, ulong _2, ulong _3)
    {
        if (PacketFields.PacketOf(run) is not { } packet || packet.Length < packet.NetworkOffset) return 0;
        Span<byte> header = packet.Span[packet.NetworkOffset..];
        switch (InnerProtocol(run, packet))
        {
            case PacketFields.IPv4 when header.Length >= 20:
                int next = (header[1] + 1) & 3; // not capable: 1, ECT(1): 2, ECT(0): 3, marked: 0
                if ((next & 2) == 0) return next == 0 ? 1ul : 0;
                ushort check = BinaryPrimitives.ReadUInt16BigEndian(header[10..]);
                BinaryPrimitives.WriteUInt16BigEndian(header[10..], InternetChecksum.Add16(check, (ushort)(0xFFFB + next)));
                header[1] |= 3;
                return 1;
            case PacketFields.IPv6 when header.Length >= 40:
                if ((header[1] >> 4 & 3) == 0) return 0;
                header[1] |= 0x30;
                return 1;
            default:
                return 0;
        }
    }

    // Behind all tags, while the header is taken to be where it was: vlan_get_protocol looks further than the network header says.
    private static ushort InnerProtocol(RunContext run, PacketBuffer packet)
    {
        ushort protocol = PacketFields.Protocol(run);
        int place = PacketBuffer.EthernetHeader + 2;
        for (; protocol is PacketFields.Vlan or PacketFields.ServiceVlan && place + 2 <= packet.Length; place += TagSize)
            protocol = Unsafe.ReadUnaligned<ushort>(packet.Data + place);
        return protocol;
    }

    private static ulong SetTimestamp(RunContext run, ulong context, ulong time, ulong type, ulong _, ulong _1)
    {
        if (PacketFields.BufferOf(run) is null || PacketFields.Protocol(run) is not (PacketFields.IPv4 or PacketFields.IPv6))
            return Results.Error(Errno.OperationNotSupported);
        if ((uint)type > 2 || ((uint)type != 0 && time == 0)) return Results.Error(Errno.Invalid);
        byte* start = (byte*)run.ContextStart;
        Unsafe.WriteUnaligned(start + SocketBufferFields.Timestamp, time);
        start[SocketBufferFields.TimestampType] = (byte)type;
        return 0;
    }
}
