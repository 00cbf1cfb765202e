using System.Runtime.InteropServices;

namespace Waggle.CSharp;

/// <summary>An access to a device file: <c>struct bpf_cgroup_dev_ctx</c> (Linux 4.15).</summary>
/// <remarks></remarks>
[StructLayout(LayoutKind.Sequential)]
[BtfName("bpf_cgroup_dev_ctx")]
public partial struct DeviceContext
{
    private readonly uint _access;
    private readonly uint _major;
    private readonly uint _minor;

    /// <summary>Major number.</summary>
    public readonly uint Major => _major;

    /// <summary>Minor number.</summary>
    public readonly uint Minor => _minor;

    /// <summary>What is to be done with it.</summary>
    public readonly DeviceAccess Access => (DeviceAccess)(_access >> 16);

    /// <summary>Kind of file.</summary>
    public readonly DeviceKind Kind => (DeviceKind)(_access & 0xffff);
}
