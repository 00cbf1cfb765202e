using System.Runtime.InteropServices;

namespace Waggle.Linux.Interop;

/// <summary><c>union bpf_attr</c> for <c>BPF_ITER_CREATE</c> (Linux 5.8).</summary>
[StructLayout(LayoutKind.Explicit, Size = 8)]
internal struct IteratorCreateAttr
{
    [FieldOffset(0)] public int link_fd;
    [FieldOffset(4)] public uint flags;
}
