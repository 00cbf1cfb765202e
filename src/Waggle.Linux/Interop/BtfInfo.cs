using System.Runtime.InteropServices;

namespace Waggle.Linux.Interop;

/// <summary><c>struct bpf_btf_info</c> (Linux 4.18; name and kernel_btf from 5.11).</summary>
[StructLayout(LayoutKind.Explicit, Size = 32)]
internal struct BtfInfo
{
    [FieldOffset(0)] public ulong btf;
    [FieldOffset(8)] public uint btf_size;
    [FieldOffset(12)] public uint id;
    [FieldOffset(16)] public ulong name;
    [FieldOffset(24)] public uint name_len;
    [FieldOffset(28)] public uint kernel_btf;
}
