using System.Runtime.InteropServices;

namespace Waggle.Linux.Interop;

/// <summary><c>struct perf_event_attr</c> at <c>PERF_ATTR_SIZE_VER5</c> (Linux 4.1): the fields used here.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
internal struct PerfEventAttr
{
    public const int SizeInBytes = 112;
    public const uint PERF_TYPE_HARDWARE = 0;
    public const uint PERF_TYPE_SOFTWARE = 1;
    public const uint PERF_TYPE_TRACEPOINT = 2;
    public const ulong PERF_COUNT_SW_CPU_CLOCK = 0;
    public const ulong PERF_COUNT_SW_BPF_OUTPUT = 10;
    public const ulong PERF_SAMPLE_RAW = 1 << 10;
    public const ulong PERF_FORMAT_LOST = 1 << 4; // Linux 6.0
    public const uint PERF_RECORD_LOST = 2;
    public const uint PERF_RECORD_SAMPLE = 9;
    public const int PERF_FLAG_FD_CLOEXEC = 8;
    public const ulong Disabled = 1; // the first of the bit-fields in bits
    public const ulong Frequency = 1 << 10; // sample_period is a frequency

    // _IO('$', 0) and _IOW('$', 8, __u32) of include/uapi/linux/perf_event.h
    public const uint PERF_EVENT_IOC_ENABLE = 0x2400;
    public const uint PERF_EVENT_IOC_SET_BPF = 0x40042408;

    [FieldOffset(0)] public uint type;
    [FieldOffset(4)] public uint size;
    [FieldOffset(8)] public ulong config;
    [FieldOffset(16)] public ulong sample_period;
    [FieldOffset(24)] public ulong sample_type;
    [FieldOffset(32)] public ulong read_format;
    [FieldOffset(40)] public ulong bits;
    [FieldOffset(48)] public uint wakeup_events;
    [FieldOffset(56)] public ulong config1; // kprobe_func, uprobe_path
    [FieldOffset(64)] public ulong config2; // kprobe_addr, probe_offset
}
