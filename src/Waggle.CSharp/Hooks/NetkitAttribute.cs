namespace Waggle.CSharp;

/// <summary>Runs the method for each packet that leaves one end of a netkit pair, the network device of containers (Linux 6.7).</summary>
/// <remarks>Takes the packet as <c>ref SocketBuffer</c> and returns a <see cref="TcAction"/>: Next, Ok, Drop or Redirect.</remarks>
/// <param name="end">Whose packets.</param>
/// <example><code>[Netkit(NetkitEnd.Peer)] static TcAction OnPacket(ref SocketBuffer packet)</code></example>
public sealed class NetkitAttribute(NetkitEnd end)
    : HookAttribute(end == NetkitEnd.Primary ? "netkit/primary" : "netkit/peer", HookParameters.Context);
