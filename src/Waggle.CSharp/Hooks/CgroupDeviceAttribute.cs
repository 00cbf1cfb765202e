namespace Waggle.CSharp;

/// <summary>Runs the method when a process of a cgroup opens or makes a device file (Linux 4.15).</summary>
/// <remarks>Takes the access as <c>ref readonly DeviceContext</c> and returns a <see cref="CgroupVerdict"/>.</remarks>
/// <example><code>[CgroupDevice] static CgroupVerdict OnDevice(ref readonly DeviceContext device)</code></example>
public sealed class CgroupDeviceAttribute() : HookAttribute("cgroup/dev", HookParameters.Context);
