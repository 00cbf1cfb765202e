using Waggle.Bpf.Errors;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Helpers;

/// <summary>Packets of <c>struct xdp_md</c> (net/core/filter.c).</summary>
internal static unsafe class XdpFunctions
{
    private const uint Farthest = 0xFFFF;

    internal static readonly HelperRow[] Rows =
    [
        new(44, &AdjustHead),
        new(54, &AdjustMeta),
        new(65, &AdjustTail),
        new(188, &Length),
        new(189, &Load),
        new(190, &Store),
    ];

    private static ulong AdjustHead(RunContext run, ulong context, ulong offset, ulong _, ulong _1, ulong _2)
    {
        if (PacketFields.FrameOf(run) is not { } packet) return Results.Error(Errno.Invalid);
        long by = (int)offset;
        if (packet.Start + by < PacketBuffer.ReservedHead + packet.MetaLength || by > packet.Length - PacketBuffer.EthernetHeader)
            return Results.Error(Errno.Invalid);
        int meta = packet.MetaLength;
        byte* from = packet.Data - meta;
        Buffer.MemoryCopy(from, from + by, meta, meta);
        packet.MoveStart((int)by);
        run.PublishPacket();
        return 0;
    }

    private static ulong AdjustTail(RunContext run, ulong context, ulong offset, ulong _, ulong _1, ulong _2)
    {
        if (PacketFields.FrameOf(run) is not { } packet) return Results.Error(Errno.Invalid);
        long by = (int)offset, end = packet.Start + packet.Length + by;
        if (end > packet.Capacity || packet.Length + by < PacketBuffer.EthernetHeader) return Results.Error(Errno.Invalid);
        if (by > 0) new Span<byte>(packet.Data + packet.Length, (int)by).Clear();
        packet.Length += (int)by;
        run.PublishPacket();
        return 0;
    }

    private static ulong AdjustMeta(RunContext run, ulong context, ulong offset, ulong _, ulong _1, ulong _2)
    {
        if (PacketFields.FrameOf(run) is not { } packet) return Results.Error(Errno.Invalid);
        long length = packet.MetaLength - (long)(int)offset;
        if (length < 0 || packet.Start - length < PacketBuffer.ReservedHead) return Results.Error(Errno.Invalid);
        if ((length & 3) != 0 || length > PacketBuffer.LongestMetadata) return Results.Error(Errno.AccessDenied);
        packet.MetaLength = (int)length;
        run.PublishPacket();
        return 0;
    }

    private static ulong Length(RunContext run, ulong context, ulong _, ulong _1, ulong _2, ulong _3) => (ulong)(PacketFields.FrameOf(run)?.Length ?? 0);

    private static ulong Load(RunContext run, ulong context, ulong offset, ulong target, ulong size, ulong _)
    {
        Errno error = Check(run, offset, size);
        if (error == Errno.None) Buffer.MemoryCopy(run.Packet.Data + (uint)offset, (void*)target, (uint)size, (uint)size);
        return Results.Error(error);
    }

    private static ulong Store(RunContext run, ulong context, ulong offset, ulong source, ulong size, ulong _)
    {
        Errno error = Check(run, offset, size);
        if (error == Errno.None) Buffer.MemoryCopy((void*)source, run.Packet.Data + (uint)offset, (uint)size, (uint)size);
        return Results.Error(error);
    }

    private static Errno Check(RunContext run, ulong offset, ulong size) => (uint)offset > Farthest || (uint)size > Farthest ? Results.Fault
        : PacketFields.FrameOf(run) is not { } packet || (uint)offset + (uint)size > packet.Length ? Errno.Invalid
        : Errno.None;
}
