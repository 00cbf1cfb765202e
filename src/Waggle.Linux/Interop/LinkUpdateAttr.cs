using System.Runtime.InteropServices;

namespace Waggle.Linux.Interop;

/// <summary><c>union bpf_attr</c> for <c>BPF_LINK_UPDATE</c> (Linux 5.7).</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal struct LinkUpdateAttr
{
    public const uint BPF_F_REPLACE = 1 << 2; // old_prog_fd is checked

    [FieldOffset(0)] public int link_fd;
    [FieldOffset(4)] public int new_prog_fd;
    [FieldOffset(8)] public uint flags;
    [FieldOffset(12)] public int old_prog_fd;
}
