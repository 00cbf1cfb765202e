namespace Waggle.CSharp;

/// <summary>Runs the method when a process of a cgroup sets or asks for a socket option (Linux 5.3).</summary>
/// <remarks>Takes the option as <c>ref SocketOption</c> and returns a <see cref="CgroupVerdict"/>: setting is seen before the kernel does
/// it, asking after it has answered.</remarks>
/// <param name="access">Setting, or asking.</param>
/// <example><code>[CgroupSocketOption(OptionAccess.Set)] static CgroupVerdict OnSet(ref SocketOption option)</code></example>
public sealed class CgroupSocketOptionAttribute(OptionAccess access)
    : HookAttribute(access == OptionAccess.Set ? "cgroup/setsockopt" : "cgroup/getsockopt", HookParameters.Context);
