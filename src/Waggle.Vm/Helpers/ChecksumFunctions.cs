using System.Runtime.CompilerServices;
using Waggle.Bpf.Errors;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Helpers;

/// <summary>Checksums of packets (net/core/filter.c).</summary>
internal static unsafe class ChecksumFunctions
{
    private const ulong FieldMask = 0xF;        // BPF_F_HDR_FIELD_MASK
    private const ulong PseudoHeader = 1 << 4;  // BPF_F_PSEUDO_HDR
    private const ulong MangledZero = 1 << 5;   // BPF_F_MARK_MANGLED_0
    private const ulong Enforce = 1 << 6;       // BPF_F_MARK_ENFORCE
    private const ulong IsIPv6 = 1 << 7;        // BPF_F_IPV6
    private const ushort Mangled = 0xFFFF;      // CSUM_MANGLED_0
    private const uint FarthestOffset = 0xFFFF;
    private const int MostLevels = 3;           // SKB_MAX_CSUM_LEVEL

    internal static readonly HelperRow[] Rows =
    [
        new(10, &ReplaceNetwork),
        new(11, &ReplaceTransport),
        new(28, &Difference),
        new(40, &Update),
        new(135, &Level),
    ];

    // As Linux has it since 6.13: of any length, and the same 16 bits on every architecture.
    private static ulong Difference(RunContext run, ulong from, ulong fromSize, ulong to, ulong toSize, ulong seed)
    {
        if (fromSize == 0) return InternetChecksum.Fold(InternetChecksum.Sum((byte*)to, (int)toSize, (uint)seed));
        uint added = InternetChecksum.Sum((byte*)to, (int)toSize, toSize == 0 ? 0 : (uint)seed);
        uint sum = toSize == 0 ? ~InternetChecksum.Sum((byte*)from, (int)fromSize, ~(uint)seed)
            : InternetChecksum.Subtract(added, InternetChecksum.Sum((byte*)from, (int)fromSize, 0));
        return InternetChecksum.Fold(sum);
    }

    private static ulong ReplaceNetwork(RunContext run, ulong context, ulong offset, ulong from, ulong to, ulong flags)
    {
        if ((flags & ~FieldMask) != 0) return Results.Error(Errno.Invalid);
        byte* place = FieldAt(run, offset);
        if (place == null) return Results.Error(Results.Fault);
        ushort check = Unsafe.ReadUnaligned<ushort>(place);
        switch (flags)
        {
            case 0 when from == 0: check = InternetChecksum.ReplaceByDifference(check, (uint)to); break;
            case 2: check = InternetChecksum.Replace16(check, (ushort)from, (ushort)to); break;
            case 4: check = InternetChecksum.Replace32(check, (uint)from, (uint)to); break;
            default: return Results.Error(Errno.Invalid);
        }

        Unsafe.WriteUnaligned(place, check);
        return 0;
    }

    private static ulong ReplaceTransport(RunContext run, ulong context, ulong offset, ulong from, ulong to, ulong flags)
    {
        if ((flags & ~(FieldMask | PseudoHeader | MangledZero | Enforce | IsIPv6)) != 0) return Results.Error(Errno.Invalid);
        byte* place = FieldAt(run, offset);
        if (place == null) return Results.Error(Results.Fault);
        ushort check = Unsafe.ReadUnaligned<ushort>(place);
        bool isMangled = (flags & MangledZero) != 0;
        if (isMangled && (flags & Enforce) == 0 && check == 0) return 0;
        switch (flags & FieldMask)
        {
            case 0 when from == 0: check = InternetChecksum.ReplaceByDifference(check, (uint)to); break;
            case 2: check = InternetChecksum.Replace32(check, (ushort)from, (ushort)to); break;
            case 4: check = InternetChecksum.Replace32(check, (uint)from, (uint)to); break;
            default: return Results.Error(Errno.Invalid);
        }

        Unsafe.WriteUnaligned(place, isMangled && check == 0 ? Mangled : check);
        return 0;
    }

    private static byte* FieldAt(RunContext run, ulong offset)
    {
        uint place = (uint)offset;
        return place > FarthestOffset || (place & 1) != 0 || PacketFields.PacketOf(run) is not { } packet || place + sizeof(ushort) > packet.Length ? null : packet.Data + place;
    }

    // No packet here comes with the sum of hardware.
    private static ulong Update(RunContext run, ulong context, ulong sum, ulong _, ulong _1, ulong _2) => Results.Error(Errno.NotSupported);

    private static ulong Level(RunContext run, ulong context, ulong level, ulong _, ulong _1, ulong _2)
    {
        if (PacketFields.PacketOf(run) is not { } packet) return Results.Error(Errno.Invalid);
        switch (level)
        {
            case 0: return packet.ChecksumLevel >= 0 ? (ulong)packet.ChecksumLevel : Results.Error(Errno.AccessDenied);
            case 1: packet.ChecksumLevel = Math.Min(packet.ChecksumLevel + 1, MostLevels); return 0;
            case 2: packet.ChecksumLevel = Math.Max(packet.ChecksumLevel - 1, -1); return 0;
            case 3: packet.ChecksumLevel = -1; return 0;
            default: return Results.Error(Errno.Invalid);
        }
    }
}
