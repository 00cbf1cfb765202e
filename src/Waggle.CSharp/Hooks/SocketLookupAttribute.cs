namespace Waggle.CSharp;

/// <summary>Runs the method where the kernel looks for the socket of a packet that opens something new (Linux 5.9).</summary>
/// <remarks>Takes the lookup as <c>ref LookupContext</c>, may choose a socket, and returns a <see cref="SocketVerdict"/>. Attached to a network namespace.</remarks>
/// <example><code>[SocketLookup] static SocketVerdict OnLookup(ref LookupContext lookup)</code></example>
public sealed class SocketLookupAttribute() : HookAttribute("sk_lookup", HookParameters.Context);
