using System.Runtime.InteropServices;

namespace Waggle.Linux.Interop;

/// <summary><c>union bpf_attr</c> for <c>BPF_MAP_GET_FD_BY_ID</c> (Linux 4.13).</summary>
[StructLayout(LayoutKind.Explicit, Size = 12)]
internal struct ObjectIdAttr
{
    [FieldOffset(0)] public uint map_id;
    [FieldOffset(4)] public uint next_id;
    [FieldOffset(8)] public uint open_flags;
}
