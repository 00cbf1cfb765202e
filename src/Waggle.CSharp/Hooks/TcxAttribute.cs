namespace Waggle.CSharp;

/// <summary>Runs the method for each packet of a network interface, in order with other such programs (Linux 6.6).</summary>
/// <remarks>Takes the packet as <c>ref SocketBuffer</c> and returns a <see cref="TcAction"/>; <see cref="TcAction.Next"/> leaves it to the
/// next program.</remarks>
/// <param name="direction">Packets that arrive, or that leave.</param>
/// <example><code>[Tcx(PacketDirection.Ingress)] static TcAction OnPacket(ref SocketBuffer packet)</code></example>
public sealed class TcxAttribute(PacketDirection direction)
    : HookAttribute(direction == PacketDirection.Ingress ? "tcx/ingress" : "tcx/egress", HookParameters.Context);
