using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Vm.Execution;
using Waggle.Vm.Maps;

namespace Waggle.Vm.Helpers;

/// <summary>Packets sent elsewhere (net/core/filter.c). The helpers only note where; the hook does it.</summary>
internal static unsafe class RedirectFunctions
{
    private const ulong Ingress = 1;          // BPF_F_INGRESS
    private const ulong Aborted = 0, XdpRedirect = 4; // enum xdp_action
    private const ulong Shot = 2, Redirected = 7;     // TC_ACT_*
    private const ulong ActionMask = 3, Broadcast = 8, ExcludeIngress = 16; // BPF_F_*
    private const ulong Segments = 1;         // BPF_MTU_CHK_SEGS
    private const ulong FragmentationNeeded = 1; // BPF_MTU_CHK_RET_FRAG_NEEDED
    private const ulong NeighbourSize = 20;   // struct bpf_redir_neigh

    internal static readonly HelperRow[] Rows =
    [
        new(13, &Clone),
        new(23, &Redirect),
        new(51, &RedirectByMap),
        new(84, &FindSocket),
        new(85, &FindSocket),
        new(99, &FindSocket),
        new(152, &RedirectToNeighbour),
        new(155, &RedirectToPeer),
        new(163, &CheckMtu),
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

    private static ulong RedirectByMap(RunContext run, ulong map, ulong key, ulong flags, ulong _, ulong _1)
    {
        VmMap target = run.MapOf(map)!;
        ulong known = target.Type is MapType.DevMap or MapType.DevMapHash ? ActionMask | Broadcast | ExcludeIngress : ActionMask;
        if ((flags & ~known) != 0 || PacketFields.FrameOf(run) is not { } frame) return Aborted;
        ulong found = 0;
        bool isThere = target is RedirectArray array ? array.TryGetTarget((uint)key, out found) : target is RedirectHash hash && hash.TryGetTarget((uint)key, out found);
        if (!isThere && (flags & Broadcast) == 0) return flags & ActionMask;
        frame.Redirect = new((uint)found, IsIngress: false, flags) { Map = target, Key = (uint)key };
        return XdpRedirect;
    }

    // There are no sockets here, so none is found.
    private static ulong FindSocket(RunContext run, ulong context, ulong tuple, ulong size, ulong netns, ulong flags) => 0;

    private static ulong CheckMtu(RunContext run, ulong context, ulong target, ulong length, ulong difference, ulong flags)
    {
        bool isFrame = PacketFields.FrameOf(run) is not null;
        uint given = *(uint*)length;
        if ((flags & ~(isFrame ? 0 : Segments)) != 0 || (flags != 0 && ((int)difference != 0 || given != 0)) || PacketFields.PacketOf(run) is not { } packet)
            return Results.Error(Errno.Invalid);
        int mtu = run.Host.GetInterfaceMtu((uint)target);
        if (mtu <= 0) return Results.Error(Errno.NoDevice);
        long needed = (given != 0 ? given + PacketBuffer.EthernetHeader : packet.Length) + (long)(int)difference;
        *(uint*)length = (uint)mtu;
        return needed > mtu + PacketBuffer.EthernetHeader ? FragmentationNeeded : 0;
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
