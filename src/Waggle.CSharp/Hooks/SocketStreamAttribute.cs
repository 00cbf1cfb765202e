namespace Waggle.CSharp;

/// <summary>Runs the method for what a socket of a map receives (Linux 4.14).</summary>
/// <remarks>Takes the data as <c>ref SocketBuffer</c>. A parser returns how many bytes the next message has; others return a
/// <see cref="SocketVerdict"/>. Attached to a <see cref="SocketMap"/> or <see cref="SocketHash{TKey}"/>.</remarks>
/// <param name="role">What it decides.</param>
/// <example><code>[SocketStream(StreamRole.Verdict)] static SocketVerdict OnData(ref SocketBuffer data)</code></example>
public sealed class SocketStreamAttribute(StreamRole role) : HookAttribute(
    role switch
    {
        StreamRole.Parser => "sk_skb/stream_parser",
        StreamRole.ParsedVerdict => "sk_skb/stream_verdict",
        _ => "sk_skb/verdict",
    },
    HookParameters.Context);
