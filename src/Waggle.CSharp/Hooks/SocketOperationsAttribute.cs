namespace Waggle.CSharp;

/// <summary>Runs the method at moments in the life of TCP connections of a cgroup (Linux 4.13).</summary>
/// <remarks>Takes the connection as <c>ref TcpContext</c>, whose <see cref="TcpContext.Operation"/> says the moment, and returns a
/// <see cref="CgroupVerdict"/>; an answer goes to <see cref="TcpContext.Reply"/>.</remarks>
/// <example><code>[SocketOperations] static CgroupVerdict OnTcp(ref TcpContext tcp)</code></example>
public sealed class SocketOperationsAttribute() : HookAttribute("sockops", HookParameters.Context);
