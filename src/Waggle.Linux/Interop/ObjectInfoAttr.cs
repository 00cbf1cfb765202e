using System.Runtime.InteropServices;

namespace Waggle.Linux.Interop;

/// <summary><c>union bpf_attr</c> for <c>BPF_OBJ_GET_INFO_BY_FD</c>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal struct ObjectInfoAttr
{
    [FieldOffset(0)] public int bpf_fd;
    [FieldOffset(4)] public uint info_len;
    [FieldOffset(8)] public ulong info;
}
