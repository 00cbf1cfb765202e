namespace Waggle.CSharp;

/// <summary>Runs the method to choose one of the sockets that share a port by SO_REUSEPORT (Linux 4.19).</summary>
/// <remarks>Takes the packet as <c>ref ReuseportContext</c>, chooses with a <see cref="ReuseportMap"/>, and returns a
/// <see cref="SocketVerdict"/>. Attached to a socket.</remarks>
/// <example><code>[Reuseport] static SocketVerdict OnPacket(ref ReuseportContext packet)</code></example>
public sealed class ReuseportAttribute() : HookAttribute("sk_reuseport", HookParameters.Context)
{
    /// <summary>Whether it also chooses a new socket for connections whose socket is closed (Linux 5.14).</summary>
    public bool Migrates { get; init; }

    /// <inheritdoc/>
    public override string Section => Migrates ? "sk_reuseport/migrate" : "sk_reuseport";
}
