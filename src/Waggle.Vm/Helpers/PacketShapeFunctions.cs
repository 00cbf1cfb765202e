using Waggle.Bpf.Errors;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Helpers;

/// <summary>Headers put in and taken out of <c>struct __sk_buff</c> packets (net/core/filter.c).</summary>
internal static unsafe class PacketShapeFunctions
{
    private const int IPv4Header = 20, IPv6Header = 40;
    private const uint LargestRoom = 0xFFF;
    private const uint AtNetwork = 0, AtMac = 1; // enum bpf_adj_room_mode
    private const ulong FixedGso = 1, EncapsulateIPv4 = 2, EncapsulateIPv6 = 4, EncapsulateGre = 8, EncapsulateUdp = 16, NoChecksumReset = 32,
        EncapsulateEthernet = 64, DecapsulateIPv4 = 128, DecapsulateIPv6 = 256; // BPF_F_ADJ_ROOM_*
    private const ulong EncapsulateL3 = EncapsulateIPv4 | EncapsulateIPv6, DecapsulateL3 = DecapsulateIPv4 | DecapsulateIPv6;
    private const int InnerLengthShift = 56; // BPF_ADJ_ROOM_ENCAP_L2_SHIFT
    private const ulong AllFlags = 0xFFul << InnerLengthShift | FixedGso | EncapsulateL3 | EncapsulateGre | EncapsulateUdp | NoChecksumReset
        | EncapsulateEthernet | DecapsulateL3;

    private const Errno Already = (Errno)114; // EALREADY

    internal static readonly HelperRow[] Rows =
    [
        new(31, &ChangeProtocol),
        new(38, &ChangeTail),
        new(43, &ChangeHead),
        new(50, &AdjustRoom),
    ];

    private static ulong ChangeProtocol(RunContext run, ulong context, ulong protocol, ulong flags, ulong _, ulong _1)
    {
        if (flags != 0 || PacketFields.BufferOf(run) is not { } packet) return Results.Error(Errno.Invalid);
        const int Difference = IPv6Header - IPv4Header;
        ushort from = PacketFields.Protocol(run), to = (ushort)protocol;
        if (from == PacketFields.IPv4 && to == PacketFields.IPv6)
        {
            packet.Insert(packet.NetworkOffset, Difference);
        }
        else if (from == PacketFields.IPv6 && to == PacketFields.IPv4)
        {
            if (packet.NetworkOffset + Difference > packet.Length) return Results.Error(Errno.NoMemory);
            packet.Remove(packet.NetworkOffset, Difference);
        }
        else
        {
            return Results.Error(Errno.NotSupported);
        }

        PacketFields.Set(run, SocketBufferFields.Protocol, to);
        PacketFields.Set(run, SocketBufferFields.Hash, 0);
        run.PublishPacket();
        return 0;
    }

    private static ulong ChangeTail(RunContext run, ulong context, ulong length, ulong flags, ulong _, ulong _1)
    {
        uint target = (uint)length;
        if (flags != 0 || target > PacketBuffer.LongestBuffer || PacketFields.BufferOf(run) is not { } packet || target < packet.NetworkOffset)
            return Results.Error(Errno.Invalid);
        if (packet.IsEncapsulated) return Results.Error(Errno.NotSupported);
        int by = (int)target - packet.Length;
        if (by > 0)
        {
            packet.Reserve(0, by);
            new Span<byte>(packet.Data + packet.Length, by).Clear();
        }

        packet.Length += by;
        run.PublishPacket();
        return 0;
    }

    private static ulong ChangeHead(RunContext run, ulong context, ulong room, ulong flags, ulong _, ulong _1)
    {
        if (flags != 0 || PacketFields.BufferOf(run) is not { } packet || (ulong)packet.Length + (uint)room > PacketBuffer.LongestBuffer)
            return Results.Error(Errno.Invalid);
        packet.Insert(0, (int)room);
        packet.NetworkOffset += (int)room;
        run.PublishPacket();
        return 0;
    }

    private static ulong AdjustRoom(RunContext run, ulong context, ulong difference, ulong mode, ulong flags, ulong _)
    {
        if ((flags & ~AllFlags) != 0 || PacketFields.BufferOf(run) is not { } packet) return Results.Error(Errno.Invalid);
        bool isShrinking = (int)difference < 0;
        uint by = isShrinking ? 0 - (uint)difference : (uint)difference;
        if (by > LargestRoom) return Results.Error(Results.Fault);
        int header = PacketFields.Protocol(run) switch { PacketFields.IPv4 => IPv4Header, PacketFields.IPv6 => IPv6Header, _ => 0 };
        if (header == 0 || (uint)mode is not (AtNetwork or AtMac)) return Results.Error(Errno.NotSupported);
        int at = packet.NetworkOffset + ((uint)mode == AtNetwork ? header : 0);
        int least = header;
        if ((flags & DecapsulateL3) != 0)
        {
            if (!isShrinking || (flags & DecapsulateL3) == DecapsulateL3) return Results.Error(Errno.Invalid);
            least = (flags & DecapsulateIPv4) != 0 ? IPv4Header : IPv6Header;
        }

        int current = packet.Length - packet.NetworkOffset;
        if (isShrinking ? by >= current || current - (int)by < least : packet.Length + (int)by > PacketBuffer.LongestBuffer)
            return Results.Error(Errno.NotSupported);
        Errno error = isShrinking ? Shrink(run, packet, at, (int)by, flags) : Grow(run, packet, at, (int)by, flags);
        if (error == Errno.None && (flags & NoChecksumReset) == 0) packet.ChecksumLevel = -1;
        run.PublishPacket();
        return Results.Error(error);
    }

    private static Errno Grow(RunContext run, PacketBuffer packet, int at, int by, ulong flags)
    {
        bool isEncapsulating = (flags & EncapsulateL3) != 0;
        if (isEncapsulating)
        {
            int inner = (int)(flags >> InnerLengthShift);
            if ((flags & EncapsulateL3) == EncapsulateL3 || (flags & (EncapsulateGre | EncapsulateUdp)) == (EncapsulateGre | EncapsulateUdp)
                || ((flags & EncapsulateEthernet) != 0 && inner < PacketBuffer.EthernetHeader)) return Errno.Invalid;
            if (packet.IsEncapsulated) return Already;
            if (inner > by) return Errno.Invalid;
        }

        if (at > packet.Length) return Errno.NoMemory;
        packet.Insert(at, by);
        if (isEncapsulating)
        {
            packet.IsEncapsulated = true;
            PacketFields.Set(run, SocketBufferFields.Protocol, (flags & EncapsulateIPv6) != 0 ? PacketFields.IPv6 : PacketFields.IPv4);
        }

        return Errno.None;
    }

    private static Errno Shrink(RunContext run, PacketBuffer packet, int at, int by, ulong flags)
    {
        if ((flags & ~(FixedGso | DecapsulateL3 | NoChecksumReset)) != 0) return Errno.Invalid;
        if (at + by > packet.Length) return Errno.NoMemory;
        packet.Remove(at, by);
        if ((flags & DecapsulateL3) != 0)
            PacketFields.Set(run, SocketBufferFields.Protocol, (flags & DecapsulateIPv6) != 0 ? PacketFields.IPv6 : PacketFields.IPv4);
        return Errno.None;
    }
}
