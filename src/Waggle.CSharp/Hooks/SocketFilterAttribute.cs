namespace Waggle.CSharp;

/// <summary>Runs the method for each packet that a socket receives (Linux 3.19).</summary>
/// <remarks>Takes the packet as <c>ref SocketBuffer</c> and returns how many bytes of it the socket gets: 0 for none, -1 for all. Bytes are read with
/// <see cref="SocketBuffer.TryLoad{T}(uint, out T)"/>.</remarks>
/// <example><code>[SocketFilter] static int OnPacket(ref SocketBuffer packet)</code></example>
public sealed class SocketFilterAttribute() : HookAttribute("socket", HookParameters.Context);
