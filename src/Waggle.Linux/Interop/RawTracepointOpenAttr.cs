using System.Runtime.InteropServices;

namespace Waggle.Linux.Interop;

/// <summary><c>union bpf_attr</c> for <c>BPF_RAW_TRACEPOINT_OPEN</c>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 24)]
internal struct RawTracepointOpenAttr
{
    [FieldOffset(0)] public ulong name;
    [FieldOffset(8)] public int prog_fd;
    [FieldOffset(16)] public ulong cookie;
}
