using Waggle.Bpf.Errors;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Helpers;

/// <summary>Bytes of packets, for <c>struct __sk_buff</c> (net/core/filter.c).</summary>
/// <remarks>All of a packet is linear here. Offsets and lengths are unsigned 32 bits, as the kernel takes them.</remarks>
internal static unsafe class PacketFunctions
{
    private const ulong RecomputeChecksum = 1; // BPF_F_RECOMPUTE_CSUM
    private const ulong InvalidateHash = 2;    // BPF_F_INVALIDATE_HASH
    private const uint FarthestRelative = 0xFFFF;

    internal static readonly HelperRow[] Rows =
    [
        new(9, &Store),
        new(26, &Load),
        new(39, &Pull),
        new(68, &LoadRelative),
    ];

    private static ulong Store(RunContext run, ulong context, ulong offset, ulong source, ulong size, ulong flags)
    {
        if ((flags & ~(RecomputeChecksum | InvalidateHash)) != 0) return Results.Error(Errno.Invalid);
        byte* place = Place(PacketFields.PacketOf(run), (uint)offset, (uint)size);
        if (place == null) return Results.Error(Results.Fault);
        Buffer.MemoryCopy((void*)source, place, (uint)size, (uint)size);
        if ((flags & InvalidateHash) != 0) PacketFields.Set(run, SocketBufferFields.Hash, 0);
        return 0;
    }

    /// <summary>Writes through a dynptr, which takes the flags of <c>bpf_skb_store_bytes</c>.</summary>
    internal static ulong Write(RunContext run, ulong offset, ulong source, ulong size, ulong flags) => Store(run, 0, offset, source, size, flags);

    private static ulong Load(RunContext run, ulong context, ulong offset, ulong target, ulong size, ulong _) =>
        Copy(Place(PacketFields.PacketOf(run), (uint)offset, (uint)size), target, size);

    private static ulong LoadRelative(RunContext run, ulong context, ulong offset, ulong target, ulong size, ulong header)
    {
        byte* place = (uint)offset > FarthestRelative || PacketFields.PacketOf(run) is not { } packet ? null : (uint)header switch
        {
            0 => (uint)offset + (ulong)(uint)size > (ulong)(packet.Length - packet.LinkOffset) ? null : packet.Data + packet.LinkOffset + (uint)offset, // BPF_HDR_START_MAC
            1 => Place(packet, (uint)packet.NetworkOffset + (uint)offset, (uint)size), // BPF_HDR_START_NET
            _ => null,
        };
        return Copy(place, target, size);
    }

    private static ulong Pull(RunContext run, ulong context, ulong size, ulong _, ulong _1, ulong _2) =>
        PacketFields.PacketOf(run) is { } packet && (uint)size <= packet.Length ? 0 : Results.Error(Errno.NoMemory);

    private static ulong Copy(byte* source, ulong target, ulong size)
    {
        if (source != null)
        {
            Buffer.MemoryCopy(source, (void*)target, (uint)size, (uint)size);
            return 0;
        }

        new Span<byte>((void*)target, (int)size).Clear();
        return Results.Error(Results.Fault);
    }

    private static byte* Place(PacketBuffer? packet, uint offset, uint size) =>
        packet is null || offset > int.MaxValue || (ulong)offset + size > (ulong)packet.Length ? null : packet.Data + offset;
}
