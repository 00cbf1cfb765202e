using System.Runtime.InteropServices;

namespace Waggle.Linux.Interop;

/// <summary><c>union bpf_attr</c> for <c>BPF_PROG_ATTACH</c> and <c>BPF_PROG_DETACH</c>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 32)]
internal struct ProgramAttachAttr
{
    public const uint BPF_F_ALLOW_MULTI = 1 << 1;

    [FieldOffset(0)] public int target_fd;
    [FieldOffset(4)] public int attach_bpf_fd;
    [FieldOffset(8)] public BpfAttachType attach_type;
    [FieldOffset(12)] public uint attach_flags;
    [FieldOffset(16)] public int replace_bpf_fd;
    [FieldOffset(20)] public int relative_fd; // 6.6
    [FieldOffset(24)] public ulong expected_revision;
}
