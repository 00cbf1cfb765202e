namespace Waggle.CSharp;

/// <summary>Runs the method when a process of a cgroup makes, binds or closes a socket (Linux 4.10).</summary>
/// <remarks>Takes the socket as <c>ref SocketContext</c> and returns a <see cref="CgroupVerdict"/>.</remarks>
/// <param name="when">At which moment.</param>
/// <example><code>[CgroupSocket(SocketMoment.Create)] static CgroupVerdict OnSocket(ref SocketContext socket)</code></example>
public sealed class CgroupSocketAttribute(SocketMoment when) : HookAttribute(
    when switch
    {
        SocketMoment.Release => "cgroup/sock_release",
        SocketMoment.Bound4 => "cgroup/post_bind4",
        SocketMoment.Bound6 => "cgroup/post_bind6",
        _ => "cgroup/sock_create",
    },
    HookParameters.Context);
