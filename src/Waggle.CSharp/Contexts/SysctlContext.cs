using System.Runtime.InteropServices;

namespace Waggle.CSharp;

/// <summary>An access to a file below /proc/sys: <c>struct bpf_sysctl</c> (Linux 5.2).</summary>
/// <remarks></remarks>
[StructLayout(LayoutKind.Sequential)]
[BtfName("bpf_sysctl")]
public partial struct SysctlContext
{
    private readonly uint _isWrite;
    private uint _position;

    /// <summary>Whether it is written to.</summary>
    public readonly bool IsWrite => _isWrite != 0;

    /// <summary>Where in the file. Can be written.</summary>
    public uint Position
    {
        readonly get => _position;
        set => _position = value;
    }
}
