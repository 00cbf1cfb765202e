using System.Runtime.InteropServices;

namespace Waggle.Linux.Interop;

/// <summary><c>union bpf_attr</c> for <c>BPF_*_GET_FD_BY_ID</c> and <c>BPF_*_GET_NEXT_ID</c> (Linux 4.13).</summary>
[StructLayout(LayoutKind.Explicit, Size = 12)]
internal struct ObjectIdAttr
{
    [FieldOffset(0)] public uint map_id; // or start_id, prog_id, btf_id, link_id
    [FieldOffset(4)] public uint next_id;
    [FieldOffset(8)] public uint open_flags;
}
