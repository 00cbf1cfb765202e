using System.Runtime.InteropServices;

namespace Waggle.Linux.Interop;

/// <summary><c>union bpf_attr</c> for <c>BPF_LINK_CREATE</c> on a perf event (Linux 5.15).</summary>
[StructLayout(LayoutKind.Explicit, Size = 24)]
internal struct LinkCreateAttr
{
    public const uint BPF_PERF_EVENT = 41; // enum bpf_attach_type

    [FieldOffset(0)] public int prog_fd;
    [FieldOffset(4)] public int target_fd;
    [FieldOffset(8)] public uint attach_type;
    [FieldOffset(12)] public uint flags;
    [FieldOffset(16)] public ulong bpf_cookie;
}
