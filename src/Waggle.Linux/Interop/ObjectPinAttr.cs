using System.Runtime.InteropServices;

namespace Waggle.Linux.Interop;

/// <summary><c>union bpf_attr</c> for <c>BPF_OBJ_PIN</c> and <c>BPF_OBJ_GET</c>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal struct ObjectPinAttr
{
    [FieldOffset(0)] public ulong pathname;
    [FieldOffset(8)] public int bpf_fd;
    [FieldOffset(12)] public uint file_flags;
}
