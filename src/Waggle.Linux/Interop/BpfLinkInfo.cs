using System.Runtime.InteropServices;

namespace Waggle.Linux.Interop;

/// <summary><c>struct bpf_link_info</c>: what all kinds have, and the first words of what each adds.</summary>
[StructLayout(LayoutKind.Explicit, Size = 64)]
internal struct BpfLinkInfo
{
    [FieldOffset(0)] public uint type;
    [FieldOffset(4)] public uint id;
    [FieldOffset(8)] public uint prog_id;
    [FieldOffset(16)] public ulong cgroup_id; // cgroup
    [FieldOffset(16)] public uint ifindex;    // xdp, tcx
    [FieldOffset(16)] public uint netns_ino;  // netns
}
