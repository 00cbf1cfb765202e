using System.Runtime.InteropServices;

namespace Waggle.Linux.Interop;

/// <summary><c>struct bpf_prog_info</c>: the fields read here. A kernel that knows fewer leaves the rest zero.</summary>
[StructLayout(LayoutKind.Explicit, Size = 232)]
internal struct ProgramInfo
{
    [FieldOffset(0)] public uint type;
    [FieldOffset(4)] public uint id;
    [FieldOffset(16)] public uint jited_prog_len;
    [FieldOffset(20)] public uint xlated_prog_len;
    [FieldOffset(64)] public KernelName name;
    [FieldOffset(192)] public ulong run_time_ns;
    [FieldOffset(200)] public ulong run_cnt;
    [FieldOffset(208)] public ulong recursion_misses;
    [FieldOffset(216)] public uint verified_insns;
}
