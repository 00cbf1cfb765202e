namespace Waggle.CSharp;

/// <summary>Runs the method as an action of a traffic control filter (Linux 4.1).</summary>
/// <remarks>Takes the packet as <c>ref SocketBuffer</c> and returns a <see cref="TcAction"/>. <see cref="TcxAttribute"/> is what new programs use.</remarks>
/// <example><code>[TcAction] static TcAction OnPacket(ref SocketBuffer packet)</code></example>
public sealed class TcActionAttribute() : HookAttribute("action", HookParameters.Context);
