namespace Waggle.CSharp;

/// <summary>Runs the method when a process of a cgroup reads or writes a file below /proc/sys (Linux 5.2).</summary>
/// <remarks>Takes the access as <c>ref SysctlContext</c> and returns a <see cref="CgroupVerdict"/>.</remarks>
/// <example><code>[CgroupSysctl] static CgroupVerdict OnAccess(ref SysctlContext access)</code></example>
public sealed class CgroupSysctlAttribute() : HookAttribute("cgroup/sysctl", HookParameters.Context);
