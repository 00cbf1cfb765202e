namespace Waggle.CSharp;

/// <summary>Runs the method for each IP packet of a cgroup's sockets (Linux 4.10).</summary>
/// <remarks>Takes the packet as <c>ref SocketBuffer</c>; its first byte is that of the IP header. Returns a <see cref="CgroupVerdict"/>.</remarks>
/// <param name="direction">Packets that the sockets receive, or send.</param>
/// <example><code>[CgroupSkb(PacketDirection.Egress)] static CgroupVerdict OnPacket(ref SocketBuffer packet)</code></example>
public sealed class CgroupSkbAttribute(PacketDirection direction)
    : HookAttribute(direction == PacketDirection.Ingress ? "cgroup_skb/ingress" : "cgroup_skb/egress", HookParameters.Context);
