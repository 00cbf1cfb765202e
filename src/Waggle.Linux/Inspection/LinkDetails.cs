namespace Waggle.Linux.Inspection;

/// <summary>What a kind of BPF link adds to what all have; one nested type for each kind.</summary>
/// <remarks>Immutable. Source: the union in <c>struct bpf_link_info</c>, Linux 6.18. A kernel that is older than a part leaves it 0 or "".</remarks>
public abstract record LinkDetails
{
    private LinkDetails()
    {
    }

    /// <summary>The kind adds nothing, or is newer than this library.</summary>
    public sealed record None : LinkDetails;

    /// <summary>Raw tracepoint.</summary>
    /// <param name="Tracepoint">Its name.</param>
    public sealed record RawTracepoint(string Tracepoint) : LinkDetails;

    /// <summary>tp_btf, fentry, fexit, fmod_ret, LSM and program extensions.</summary>
    /// <param name="AttachType"><c>enum bpf_attach_type</c>; see <see cref="AttachTypeNames"/>.</param>
    /// <param name="TargetObjectId">Program that is extended, or BTF object that the target is in (Linux 5.13).</param>
    /// <param name="TargetBtfId">Type of the target in that object.</param>
    public sealed record Tracing(uint AttachType, uint TargetObjectId, uint TargetBtfId) : LinkDetails;

    /// <summary>A cgroup's hook.</summary>
    /// <param name="CgroupId">Inode number of the cgroup's directory; 0 once it is gone.</param>
    /// <param name="AttachType"><c>enum bpf_attach_type</c>.</param>
    public sealed record Cgroup(ulong CgroupId, uint AttachType) : LinkDetails;

    /// <summary>Iterator.</summary>
    /// <param name="Target">What it goes through, such as "task" or "bpf_map_elem".</param>
    /// <param name="MapId">Map whose elements it goes through; 0 for other targets.</param>
    /// <param name="ThreadId">Thread that it is limited to; 0 for all (Linux 6.1).</param>
    /// <param name="ProcessId">Process that it is limited to; 0 for all (Linux 6.1).</param>
    public sealed record Iterator(string Target, uint MapId, uint ThreadId, uint ProcessId) : LinkDetails;

    /// <summary>sk_lookup and flow dissector.</summary>
    /// <param name="NamespaceInode">Network namespace; 0 once it is gone.</param>
    /// <param name="AttachType"><c>enum bpf_attach_type</c>.</param>
    public sealed record NetworkNamespace(uint NamespaceInode, uint AttachType) : LinkDetails;

    /// <summary>XDP.</summary>
    /// <param name="InterfaceIndex">Interface; 0 once it is gone.</param>
    public sealed record Xdp(uint InterfaceIndex) : LinkDetails;

    /// <summary>tcx and netkit.</summary>
    /// <param name="InterfaceIndex">Interface; 0 once it is gone.</param>
    /// <param name="AttachType"><c>enum bpf_attach_type</c>: direction.</param>
    public sealed record TrafficControl(uint InterfaceIndex, uint AttachType) : LinkDetails;

    /// <summary>Netfilter hook.</summary>
    /// <param name="Family"><c>NFPROTO_*</c>: 2 is IPv4, 10 is IPv6.</param>
    /// <param name="Hook"><c>NF_INET_*</c>: 0 prerouting, 1 input, 2 forward, 3 output, 4 postrouting.</param>
    /// <param name="Priority">Order among the programs of the hook.</param>
    /// <param name="Flags"><c>BPF_F_NETFILTER_*</c>.</param>
    public sealed record Netfilter(uint Family, uint Hook, int Priority, uint Flags) : LinkDetails;

    /// <summary>struct_ops.</summary>
    /// <param name="MapId">Map that holds the operations.</param>
    public sealed record StructOps(uint MapId) : LinkDetails;

    /// <summary>Socket map.</summary>
    /// <param name="MapId">The map.</param>
    /// <param name="AttachType"><c>enum bpf_attach_type</c>.</param>
    public sealed record SocketMap(uint MapId, uint AttachType) : LinkDetails;

    /// <summary>Many kprobes (Linux 6.6).</summary>
    /// <param name="Count">Functions.</param>
    /// <param name="IsReturn">Whether it runs when they return.</param>
    /// <param name="Missed">Times that it could not run.</param>
    public sealed record KprobeMulti(uint Count, bool IsReturn, ulong Missed) : LinkDetails;

    /// <summary>Many uprobes (Linux 6.8).</summary>
    /// <param name="Path">The file.</param>
    /// <param name="Count">Places in it.</param>
    /// <param name="IsReturn">Whether it runs when the functions return.</param>
    /// <param name="ProcessId">Process that it is limited to; 0 for all.</param>
    public sealed record UprobeMulti(string Path, uint Count, bool IsReturn, uint ProcessId) : LinkDetails;

    /// <summary>Perf event: tracepoint, kprobe, uprobe or sampling (Linux 6.6).</summary>
    /// <param name="Event">Which of them.</param>
    /// <param name="Name">File of a uprobe, function of a kprobe, name of a tracepoint; "" for sampling.</param>
    /// <param name="Offset">Place in the file, or in the function.</param>
    /// <param name="EventType">Sampling: <c>enum perf_type_id</c>.</param>
    /// <param name="Config">Sampling: which event of that type.</param>
    public sealed record PerfEvent(PerfEventKind Event, string Name, uint Offset, uint EventType, ulong Config) : LinkDetails;
}
