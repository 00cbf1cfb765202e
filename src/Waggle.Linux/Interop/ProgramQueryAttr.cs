using System.Runtime.InteropServices;

namespace Waggle.Linux.Interop;

/// <summary><c>union bpf_attr</c> for <c>BPF_PROG_QUERY</c> (Linux 4.15).</summary>
[StructLayout(LayoutKind.Explicit, Size = 64)]
internal struct ProgramQueryAttr
{
    [FieldOffset(0)] public int target_fd; // or target_ifindex
    [FieldOffset(4)] public BpfAttachType attach_type;
    [FieldOffset(8)] public uint query_flags;
    [FieldOffset(12)] public uint attach_flags;
    [FieldOffset(16)] public ulong prog_ids;
    [FieldOffset(24)] public uint prog_cnt;
    [FieldOffset(40)] public ulong link_ids; // 6.6
    [FieldOffset(56)] public ulong revision; // 6.6; of cgroups 6.17
}
