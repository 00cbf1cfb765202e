using Waggle.Bpf.Catalog;

namespace Waggle.Testing.Comparisons;

/// <summary>The fields of a context that a test run of the kernel gives back as the program left them.</summary>
internal static class ContextFields
{
    // convert_skb_to___sk_buff in net/bpf/test_run.c, offsets in struct __sk_buff (include/uapi/linux/bpf.h, Linux 6.18).
    private static readonly (string, int, int)[] s_socketBuffer =
    [
        ("mark", 8, 4),
        ("priority", 32, 4),
        ("cb[0]", 48, 4),
        ("cb[1]", 52, 4),
        ("cb[2]", 56, 4),
        ("cb[3]", 60, 4),
        ("cb[4]", 64, 4),
        ("tstamp", 152, 8),
    ];

    private static readonly (string, int, int)[] s_frame = [("data", 0, 4), ("data_end", 4, 4), ("data_meta", 8, 4)];

    /// <summary>Name, offset and size of the fields to compare.</summary>
    internal static IEnumerable<(string Name, int Offset, int Size)> Of(ProgramType type) => type switch
    {
        ProgramType.Xdp => s_frame,
        ProgramType.SchedCls or ProgramType.SchedAct or ProgramType.SocketFilter or ProgramType.CgroupSkb
            or ProgramType.LwtIn or ProgramType.LwtOut or ProgramType.LwtXmit => s_socketBuffer,
        // What the caller handed over: word by word, as far as it reaches.
        ProgramType.Syscall => Enumerable.Range(0, 512).Select(i => ($"context[{i * 8}]", i * 8, 8)),
        _ => [],
    };
}
