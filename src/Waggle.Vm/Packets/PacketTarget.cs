using Waggle.Bpf.Maps;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Packets;

/// <summary>Where a program wants a packet to go.</summary>
/// <param name="Number">What the redirect helper was given, or the map's entry holds: the number of an interface; for a cpumap the length of a
/// queue; for an xskmap a socket. 0 where a packet goes to all of a map.</param>
/// <param name="IsIngress">Whether it is to arrive there (<c>BPF_F_INGRESS</c>), and not to leave.</param>
/// <param name="Map">The map; null for a redirect to an interface by number.</param>
/// <param name="Key">The key in the map.</param>
/// <param name="IsBroadcast">Whether it goes to all interfaces of the map (<c>BPF_F_BROADCAST</c>).</param>
public readonly record struct PacketTarget(uint Number, bool IsIngress, LiveMap? Map, ulong Key, bool IsBroadcast)
{
    private const ulong Broadcast = 1 << 3;

    internal static PacketTarget Of(in PacketRedirect redirect) => new(
        redirect.Interface, redirect.IsIngress, redirect.Map, redirect.Key, redirect.Map is not null && (redirect.Flags & Broadcast) != 0);
}
