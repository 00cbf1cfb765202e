using System.Runtime.InteropServices;

namespace Waggle.Linux.Interop;

/// <summary><c>struct bpf_prog_info</c>: the fields read here. A kernel that knows fewer leaves the rest zero.</summary>
/// <remarks>Fields beside a pointer are in and out: the room that the buffer has, and how much there is.</remarks>
[StructLayout(LayoutKind.Explicit, Size = 232)]
internal struct ProgramInfo
{
    [FieldOffset(0)] public uint type;
    [FieldOffset(4)] public uint id;
    [FieldOffset(8)] public ulong tag; // eight bytes
    [FieldOffset(16)] public uint jited_prog_len;
    [FieldOffset(20)] public uint xlated_prog_len;
    [FieldOffset(24)] public ulong jited_prog_insns;
    [FieldOffset(32)] public ulong xlated_prog_insns;
    [FieldOffset(40)] public ulong load_time;
    [FieldOffset(48)] public uint created_by_uid;
    [FieldOffset(52)] public uint nr_map_ids;
    [FieldOffset(56)] public ulong map_ids;
    [FieldOffset(64)] public KernelName name;
    [FieldOffset(80)] public uint ifindex;
    [FieldOffset(84)] public uint bits; // the first is gpl_compatible
    [FieldOffset(104)] public uint nr_jited_ksyms;
    [FieldOffset(112)] public ulong jited_ksyms;
    [FieldOffset(128)] public uint btf_id;
    [FieldOffset(132)] public uint func_info_rec_size;
    [FieldOffset(136)] public ulong func_info;
    [FieldOffset(144)] public uint nr_func_info;
    [FieldOffset(148)] public uint nr_line_info;
    [FieldOffset(152)] public ulong line_info;
    [FieldOffset(172)] public uint line_info_rec_size;
    [FieldOffset(192)] public ulong run_time_ns;
    [FieldOffset(200)] public ulong run_cnt;
    [FieldOffset(208)] public ulong recursion_misses;
    [FieldOffset(216)] public uint verified_insns;
    [FieldOffset(220)] public uint attach_btf_obj_id;
    [FieldOffset(224)] public uint attach_btf_id;
}
