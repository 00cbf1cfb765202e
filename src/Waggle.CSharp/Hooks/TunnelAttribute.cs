namespace Waggle.CSharp;

/// <summary>Runs the method for packets of a route, as a light-weight tunnel (Linux 4.10).</summary>
/// <remarks>Takes the packet as <c>ref SocketBuffer</c>; its first byte is that of the IP header. Returns a <see cref="TunnelAction"/>.</remarks>
/// <param name="place">Where on the route.</param>
/// <example><code>[Tunnel(TunnelPlace.Out)] static TunnelAction OnPacket(ref SocketBuffer packet)</code></example>
public sealed class TunnelAttribute(TunnelPlace place) : HookAttribute(
    place switch
    {
        TunnelPlace.In => "lwt_in",
        TunnelPlace.Out => "lwt_out",
        TunnelPlace.Transmit => "lwt_xmit",
        _ => "lwt_seg6local",
    },
    HookParameters.Context);
