namespace Waggle.CSharp;

/// <summary>Decides at a security hook for the processes of a cgroup (Linux 6.0).</summary>
/// <remarks>Parameters as with <see cref="LsmAttribute"/>. Returns a <see cref="CgroupVerdict"/>; what the system call then says is EPERM, or what
/// <see cref="Bpf.SetCgroupResult"/> was told.</remarks>
/// <param name="hook">Name of the hook, such as "socket_bind".</param>
/// <example><code>[LsmCgroup("socket_bind")] static CgroupVerdict OnBind(KernelPointer&lt;Socket&gt; socket)</code></example>
public sealed class LsmCgroupAttribute(string hook) : HookAttribute($"lsm_cgroup/{hook}", HookParameters.Slots);
