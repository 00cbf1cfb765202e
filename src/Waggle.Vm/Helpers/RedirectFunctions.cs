using Waggle.Bpf.Errors;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Helpers;

/// <summary>Packets sent elsewhere (net/core/filter.c). The helpers only note where; the hook does it.</summary>
internal static unsafe class RedirectFunctions
{
    private const ulong Ingress = 1;          // BPF_F_INGRESS
    private const ulong Aborted = 0, XdpRedirect = 4; // enum xdp_action
    private const ulong Shot = 2, Redirected = 7;     // TC_ACT_*
    private const ulong NeighbourSize = 20;   // struct bpf_redir_neigh

    internal static readonly HelperRow[] Rows =
    [
        new(13, &Clone),
        new(23, &Redirect),
        new(152, &RedirectToNeighbour),
        new(155, &RedirectToPeer),
    ];

    private static ulong Redirect(RunContext run, ulong target, ulong flags, ulong _, ulong _1, ulong _2)
    {
        if (PacketFields.FrameOf(run) is { } frame)
        {
            if (flags != 0) return Aborted;
            frame.Redirect = new((uint)target, IsIngress: false, 0);
            return XdpRedirect;
        }

        return (flags & ~Ingress) != 0 ? Shot : Note(run, target, flags);
    }

    private static ulong RedirectToPeer(RunContext run, ulong target, ulong flags, ulong _, ulong _1, ulong _2) =>
        flags != 0 ? Shot : Note(run, target, Ingress);

    private static ulong RedirectToNeighbour(RunContext run, ulong target, ulong parameters, ulong size, ulong flags, ulong _) =>
        (size != 0 && size < NeighbourSize) || flags != 0 ? Shot : Note(run, target, 0);

    private static ulong Note(RunContext run, ulong target, ulong flags)
    {
        if (PacketFields.PacketOf(run) is not { } packet) return Shot;
        packet.Redirect = new((uint)target, (flags & Ingress) != 0, flags);
        return Redirected;
    }

    private static ulong Clone(RunContext run, ulong context, ulong target, ulong flags, ulong _, ulong _1)
    {
        if ((flags & ~Ingress) != 0 || PacketFields.BufferOf(run) is not { } packet) return Results.Error(Errno.Invalid);
        return packet.TryClone(new((uint)target, (flags & Ingress) != 0, flags)) ? 0 : Results.Error(Errno.NoMemory);
    }
}
