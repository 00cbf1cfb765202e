namespace Waggle.CSharp;

/// <summary>Runs the method for each message that a socket of a map sends (Linux 4.17).</summary>
/// <remarks>Takes the message as <c>ref MessageContext</c> and returns a <see cref="SocketVerdict"/>. Attached to a <see cref="SocketMap"/> or
/// <see cref="SocketHash{TKey}"/>.</remarks>
/// <example><code>[SocketMessage] static SocketVerdict OnMessage(ref MessageContext message)</code></example>
public sealed class SocketMessageAttribute() : HookAttribute("sk_msg", HookParameters.Context);
