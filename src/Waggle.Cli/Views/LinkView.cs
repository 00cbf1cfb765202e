using System.Globalization;
using System.Text.Json;
using Waggle.Cli.Inventory;
using Waggle.Linux.Inspection;
using Waggle.Linux.Links;

namespace Waggle.Cli.Views;

/// <summary>Links as a table and as JSON with bpftool's names.</summary>
internal static class LinkView
{
    private static readonly string[] s_netfilterHooks = ["prerouting", "input", "forward", "output", "postrouting"];

    public static List<Line> Table(IEnumerable<KernelLinkInfo> links)
    {
        Table table = new(">ID", "TYPE", ">PROG", "ATTACHED TO");
        foreach (KernelLinkInfo link in links)
        {
            table.Add((Number(link.Id), Palette.Plain), (KernelNames.Of(link.Kind), Palette.Name),
                (link.Kind == LinkKind.StructOps ? "-" : Number(link.ProgramId), Palette.Plain), (Describe(link.Details), Palette.Plain));
        }

        return table.Lines();
    }

    public static void WriteJson(Utf8JsonWriter json, KernelLinkInfo link)
    {
        json.WriteNumber("id", link.Id);
        json.WriteString("type", KernelNames.Of(link.Kind));
        json.WriteNumber("prog_id", link.ProgramId);
        switch (link.Details)
        {
            case LinkDetails.RawTracepoint raw:
                json.WriteString("tp_name", raw.Tracepoint);
                break;
            case LinkDetails.Tracing tracing:
                json.WriteString("attach_type", AttachTypeNames.Of(tracing.AttachType));
                json.WriteNumber("target_obj_id", tracing.TargetObjectId);
                json.WriteNumber("target_btf_id", tracing.TargetBtfId);
                if (TargetNames.Find(tracing.TargetObjectId, tracing.TargetBtfId) is { } name) json.WriteString("target_name", name);
                break;
            case LinkDetails.Cgroup cgroup:
                json.WriteNumber("cgroup_id", cgroup.CgroupId);
                json.WriteString("attach_type", AttachTypeNames.Of(cgroup.AttachType));
                break;
            case LinkDetails.Iterator iterator:
                json.WriteString("target_name", iterator.Target);
                if (iterator.MapId != 0) json.WriteNumber("map_id", iterator.MapId);
                if (iterator.ThreadId != 0) json.WriteNumber("tid", iterator.ThreadId);
                if (iterator.ProcessId != 0) json.WriteNumber("pid", iterator.ProcessId);
                break;
            case LinkDetails.NetworkNamespace network:
                json.WriteNumber("netns_ino", network.NamespaceInode);
                json.WriteString("attach_type", AttachTypeNames.Of(network.AttachType));
                break;
            case LinkDetails.Xdp xdp:
                WriteInterface(json, xdp.InterfaceIndex);
                break;
            case LinkDetails.TrafficControl tc:
                WriteInterface(json, tc.InterfaceIndex);
                json.WriteString("attach_type", AttachTypeNames.Of(tc.AttachType));
                break;
            case LinkDetails.Netfilter netfilter:
                json.WriteNumber("pf", netfilter.Family);
                json.WriteNumber("hook", netfilter.Hook);
                json.WriteNumber("prio", netfilter.Priority);
                json.WriteNumber("flags", netfilter.Flags);
                break;
            case LinkDetails.StructOps operations:
                json.WriteNumber("map_id", operations.MapId);
                break;
            case LinkDetails.SocketMap sockets:
                json.WriteNumber("map_id", sockets.MapId);
                json.WriteString("attach_type", AttachTypeNames.Of(sockets.AttachType));
                break;
            case LinkDetails.KprobeMulti kprobes:
                json.WriteBoolean("retprobe", kprobes.IsReturn);
                json.WriteNumber("func_cnt", kprobes.Count);
                json.WriteNumber("missed", kprobes.Missed);
                break;
            case LinkDetails.UprobeMulti uprobes:
                json.WriteBoolean("retprobe", uprobes.IsReturn);
                json.WriteString("path", uprobes.Path);
                json.WriteNumber("func_cnt", uprobes.Count);
                json.WriteNumber("pid", uprobes.ProcessId);
                break;
            case LinkDetails.PerfEvent perf:
                WritePerfEvent(json, perf);
                break;
        }
    }

    private static void WritePerfEvent(Utf8JsonWriter json, LinkDetails.PerfEvent perf)
    {
        switch (perf.Event)
        {
            case PerfEventKind.Tracepoint:
                json.WriteString("tracepoint", perf.Name);
                break;
            case PerfEventKind.Kprobe or PerfEventKind.Kretprobe:
                json.WriteBoolean("retprobe", perf.Event == PerfEventKind.Kretprobe);
                json.WriteString("func", perf.Name);
                json.WriteNumber("offset", perf.Offset);
                break;
            case PerfEventKind.Uprobe or PerfEventKind.Uretprobe:
                json.WriteBoolean("retprobe", perf.Event == PerfEventKind.Uretprobe);
                json.WriteString("file", perf.Name);
                json.WriteNumber("offset", perf.Offset);
                break;
            case PerfEventKind.Event:
                json.WriteNumber("event_type", perf.EventType);
                json.WriteNumber("event_config", perf.Config);
                break;
        }
    }

    private static string Describe(LinkDetails details) => details switch
    {
        LinkDetails.RawTracepoint raw => $"raw_tp {raw.Tracepoint}",
        LinkDetails.Tracing t => $"{AttachTypeNames.Of(t.AttachType)} {TargetNames.Find(t.TargetObjectId, t.TargetBtfId) ?? $"type {t.TargetBtfId} of BTF {t.TargetObjectId}"}",
        LinkDetails.Cgroup c => c.CgroupId == 0 ? $"{AttachTypeNames.Of(c.AttachType)} of a cgroup that is gone" : $"{AttachTypeNames.Of(c.AttachType)} of cgroup {c.CgroupId}",
        LinkDetails.Iterator i => $"iterator {i.Target}{(i.MapId == 0 ? "" : $" of map {i.MapId}")}{(i.ThreadId == 0 ? "" : $" of thread {i.ThreadId}")}{(i.ProcessId == 0 ? "" : $" of process {i.ProcessId}")}",
        LinkDetails.NetworkNamespace n => $"{AttachTypeNames.Of(n.AttachType)} of network namespace {n.NamespaceInode}",
        LinkDetails.Xdp x => $"xdp on {Interface(x.InterfaceIndex)}",
        LinkDetails.TrafficControl t => $"{AttachTypeNames.Of(t.AttachType)} on {Interface(t.InterfaceIndex)}",
        LinkDetails.Netfilter n => $"netfilter {(n.Family == 2 ? "ip" : n.Family == 10 ? "ip6" : Number(n.Family))} {(n.Hook < s_netfilterHooks.Length ? s_netfilterHooks[n.Hook] : Number(n.Hook))} "
            + $"priority {n.Priority.ToString(CultureInfo.InvariantCulture)}",
        LinkDetails.StructOps s => $"struct_ops of map {s.MapId}",
        LinkDetails.SocketMap s => $"{AttachTypeNames.Of(s.AttachType)} of map {s.MapId}",
        LinkDetails.KprobeMulti k => $"{(k.IsReturn ? "kretprobe" : "kprobe")} of {Quantity.Count(k.Count, "function", "functions")}",
        LinkDetails.UprobeMulti u => $"{(u.IsReturn ? "uretprobe" : "uprobe")} of {Quantity.Count(u.Count, "place", "places")} in {u.Path}",
        LinkDetails.PerfEvent { Event: PerfEventKind.Event } p => $"perf event {p.EventType}:{p.Config}",
        LinkDetails.PerfEvent { Event: PerfEventKind.Unspecified } => "perf event",
        LinkDetails.PerfEvent { Event: PerfEventKind.Tracepoint } p => $"tracepoint {p.Name}",
        LinkDetails.PerfEvent p => $"{p.Event.ToString().ToLowerInvariant()} {p.Name}{(p.Offset == 0 ? "" : $"+0x{p.Offset:x}")}",
        _ => "-",
    };

    private static void WriteInterface(Utf8JsonWriter json, uint index)
    {
        json.WriteNumber("ifindex", index);
        if (InterfaceNumber.NameOf(index) is { } name) json.WriteString("devname", name);
    }

    private static string Interface(uint index) => index == 0 ? "an interface that is gone" : InterfaceNumber.NameOf(index) is { } name ? $"{name} ({index})" : $"interface {index}";

    private static string Number(uint number) => number.ToString(CultureInfo.InvariantCulture);
}
