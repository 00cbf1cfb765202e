using System.Text;
using Waggle.Linux.Interop;
using Waggle.Linux.Links;

namespace Waggle.Linux.Inspection;

/// <summary>Reads <c>struct bpf_link_info</c>. Names come in a buffer whose place in the struct depends on the kind, so it is read twice.</summary>
internal static unsafe class LinkInfoReading
{
    private const int NameSize = 4096; // PATH_MAX, for the file of uprobes
    private const uint ReturnProbe = 1; // BPF_F_KPROBE_MULTI_RETURN, BPF_F_UPROBE_MULTI_RETURN

    public static KernelLinkInfo Read(SafeDescriptor descriptor)
    {
        BpfLinkInfo info = default;
        ObjectTable.Links.ReadInfo(descriptor, ref info);
        var kind = (LinkKind)info.type;
        byte[] name = new byte[NameSize];
        fixed (byte* pointer = name)
        {
            // Of the kinds with a name the address stands at byte 16 or 24, and the length where the fields say.
            BpfLinkInfo named = default;
            switch (kind)
            {
                case LinkKind.RawTracepoint or LinkKind.Iterator:
                    (named.tp_name, named.tp_name_len) = ((ulong)pointer, NameSize);
                    break;
                case LinkKind.UprobeMulti:
                    (named.uprobe_multi_path, named.uprobe_multi_path_size) = ((ulong)pointer, NameSize);
                    break;
                case LinkKind.PerfEvent when (PerfEventKind)info.perf_type is not (PerfEventKind.Unspecified or PerfEventKind.Event):
                    (named.perf_name, named.perf_name_len) = ((ulong)pointer, NameSize);
                    break;
                default:
                    return new KernelLinkInfo(info.id, kind, info.prog_id, Describe(kind, info, ""));
            }
            ObjectTable.Links.ReadInfo(descriptor, ref named);
            ReadOnlySpan<byte> text = name;
            return new KernelLinkInfo(info.id, kind, info.prog_id, Describe(kind, named, Encoding.UTF8.GetString(text[..Math.Max(0, text.IndexOf((byte)0))])));
        }
    }

    private static LinkDetails Describe(LinkKind kind, in BpfLinkInfo info, string name) => kind switch
    {
        LinkKind.RawTracepoint => new LinkDetails.RawTracepoint(name),
        LinkKind.Tracing => new LinkDetails.Tracing(info.tracing_attach_type, info.target_obj_id, info.target_btf_id),
        LinkKind.Cgroup => new LinkDetails.Cgroup(info.cgroup_id, info.cgroup_attach_type),
        LinkKind.Iterator => new LinkDetails.Iterator(name, name is "bpf_map_elem" or "bpf_sk_storage_map" ? info.iter_map_id : 0,
            name.StartsWith("task", StringComparison.Ordinal) ? info.iter_tid : 0, name.StartsWith("task", StringComparison.Ordinal) ? info.iter_pid : 0),
        LinkKind.NetworkNamespace => new LinkDetails.NetworkNamespace(info.netns_ino, info.netns_attach_type),
        LinkKind.Xdp => new LinkDetails.Xdp(info.ifindex),
        LinkKind.Tcx or LinkKind.Netkit => new LinkDetails.TrafficControl(info.ifindex, info.tcx_attach_type),
        LinkKind.Netfilter => new LinkDetails.Netfilter(info.netfilter_pf, info.netfilter_hooknum, info.netfilter_priority, info.netfilter_flags),
        LinkKind.StructOps => new LinkDetails.StructOps(info.struct_ops_map_id),
        LinkKind.SocketMap => new LinkDetails.SocketMap(info.struct_ops_map_id, info.sockmap_attach_type),
        LinkKind.KprobeMulti => new LinkDetails.KprobeMulti(info.kprobe_multi_count, (info.kprobe_multi_flags & ReturnProbe) != 0, info.kprobe_multi_missed),
        LinkKind.UprobeMulti => new LinkDetails.UprobeMulti(
            name, info.uprobe_multi_count, (info.uprobe_multi_flags & ReturnProbe) != 0, info.uprobe_multi_pid),
        LinkKind.PerfEvent => DescribePerfEvent(info, name),
        _ => new LinkDetails.None(),
    };

    private static LinkDetails.PerfEvent DescribePerfEvent(in BpfLinkInfo info, string name)
    {
        var kind = (PerfEventKind)info.perf_type;
        return kind switch
        {
            PerfEventKind.Event => new LinkDetails.PerfEvent(kind, "", 0, info.perf_event_type, info.perf_config),
            PerfEventKind.Tracepoint => new LinkDetails.PerfEvent(kind, name, 0, 0, 0),
            _ => new LinkDetails.PerfEvent(kind, name, info.perf_offset, 0, 0),
        };
    }
}
