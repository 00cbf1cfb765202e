using System.Text;
using Waggle.Bpf.Catalog;
using Waggle.Linux.Links;

namespace Waggle.Cli.Inventory;

/// <summary>Names of kinds as the kernel's own tools write them, so that scripts for bpftool go on working.</summary>
internal static class KernelNames
{
    // Where the name is not ours with underscores: libbpf's tables of names (tools/lib/bpf/libbpf.c, Linux 6.12).
    private static readonly Dictionary<MapType, string> s_maps = new()
    {
        [MapType.ProgramArray] = "prog_array",
        [MapType.DevMap] = "devmap",
        [MapType.SockMap] = "sockmap",
        [MapType.CpuMap] = "cpumap",
        [MapType.XskMap] = "xskmap",
        [MapType.SockHash] = "sockhash",
        [MapType.CgroupStorageDeprecated] = "cgroup_storage",
        [MapType.ReuseportSockArray] = "reuseport_sockarray",
        [MapType.PerCpuCgroupStorageDeprecated] = "percpu_cgroup_storage",
        [MapType.DevMapHash] = "devmap_hash",
        [MapType.RingBuffer] = "ringbuf",
        [MapType.UserRingBuffer] = "user_ringbuf",
        [MapType.CgroupStorage] = "cgrp_storage",
    };

    private static readonly Dictionary<ProgramType, string> s_programs = new()
    {
        [ProgramType.LwtSeg6Local] = "lwt_seg6local",
        [ProgramType.Extension] = "ext",
    };

    private static readonly Dictionary<LinkKind, string> s_links = new()
    {
        [LinkKind.Iterator] = "iter",
        [LinkKind.NetworkNamespace] = "netns",
        [LinkKind.SocketMap] = "sockmap",
    };

    public static string Of(MapType type) => s_maps.GetValueOrDefault(type) ?? SnakeCase(type);

    public static string Of(ProgramType type) => s_programs.GetValueOrDefault(type) ?? SnakeCase(type);

    public static string Of(LinkKind kind) => s_links.GetValueOrDefault(kind) ?? SnakeCase(kind);

    public static MapType? FindMapType(string name) =>
        Enum.GetValues<MapType>().Where(t => t != MapType.Unspecified && Of(t) == name).Cast<MapType?>().FirstOrDefault();

    // "LruPerCpuHash" becomes "lru_percpu_hash"; a kind newer than this table stays a number.
    private static string SnakeCase<T>(T value) where T : struct, Enum
    {
        StringBuilder text = new();
        foreach (char c in value.ToString().Replace("PerCpu", "Percpu", StringComparison.Ordinal))
        {
            if (char.IsAsciiLetterUpper(c) && text.Length > 0) text.Append('_');
            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
