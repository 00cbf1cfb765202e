using System.Runtime.InteropServices;

namespace Waggle.Linux.Interop;

/// <summary><c>union bpf_attr</c> for <c>BPF_ENABLE_STATS</c> (Linux 5.8).</summary>
[StructLayout(LayoutKind.Explicit, Size = 4)]
internal struct EnableStatisticsAttr
{
    public const uint BPF_STATS_RUN_TIME = 0;

    [FieldOffset(0)] public uint type;
}
