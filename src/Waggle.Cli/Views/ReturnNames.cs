using System.Collections.Frozen;
using Waggle.Bpf.Catalog;

namespace Waggle.Cli.Views;

/// <summary>What the numbers mean that programs about packets return (include/uapi/linux/bpf.h and pkt_cls.h, Linux 6.18).</summary>
internal static class ReturnNames
{
    private static readonly FrozenDictionary<int, string> s_xdp = new Dictionary<int, string>
    {
        [0] = "XDP_ABORTED",
        [1] = "XDP_DROP",
        [2] = "XDP_PASS",
        [3] = "XDP_TX",
        [4] = "XDP_REDIRECT",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<int, string> s_trafficControl = new Dictionary<int, string>
    {
        [-1] = "TC_ACT_UNSPEC",
        [0] = "TC_ACT_OK",
        [1] = "TC_ACT_RECLASSIFY",
        [2] = "TC_ACT_SHOT",
        [3] = "TC_ACT_PIPE",
        [4] = "TC_ACT_STOLEN",
        [5] = "TC_ACT_QUEUED",
        [6] = "TC_ACT_REPEAT",
        [7] = "TC_ACT_REDIRECT",
        [8] = "TC_ACT_TRAP",
    }.ToFrozenDictionary();

    /// <summary>The name; null if the kind of program, or the number, has none.</summary>
    public static string? Of(ProgramType type, uint value) => type switch
    {
        ProgramType.Xdp => s_xdp.GetValueOrDefault((int)value),
        ProgramType.SchedCls or ProgramType.SchedAct => s_trafficControl.GetValueOrDefault((int)value),
        _ => null,
    };
}
