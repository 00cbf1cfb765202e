namespace Waggle.CSharp;

public static partial class Bpf
{
    /// <summary>Nanoseconds since boot, suspended time left out: CLOCK_MONOTONIC (<c>bpf_ktime_get_ns</c>, Linux 4.1).</summary>
    public static ulong Now
    {
        [Helper(5, Since = "4.1")]
        get => BpfHost.Current.Call(5);
    }

    /// <summary>Nanoseconds since boot, suspended time included: CLOCK_BOOTTIME (<c>bpf_ktime_get_boot_ns</c>, Linux 5.8).</summary>
    public static ulong BootTime
    {
        [Helper(125, Since = "5.8")]
        get => BpfHost.Current.Call(125);
    }

    /// <summary>Nanoseconds since boot as of the last timer tick: cheaper, a few milliseconds coarse. For network and cgroup programs
    /// (<c>bpf_ktime_get_coarse_ns</c>, Linux 5.11).</summary>
    public static ulong CoarseTime
    {
        [Helper(160, Since = "5.11")]
        get => BpfHost.Current.Call(160);
    }

    /// <summary>Nanoseconds of international atomic time, which knows no leap seconds: CLOCK_TAI (<c>bpf_ktime_get_tai_ns</c>, Linux 6.1).</summary>
    public static ulong AtomicTime
    {
        [Helper(208, Since = "6.1")]
        get => BpfHost.Current.Call(208);
    }

    /// <summary>Ticks of the kernel's timer since boot (<c>bpf_jiffies64</c>, Linux 5.6).</summary>
    public static ulong Jiffies
    {
        [Helper(118, Since = "5.6")]
        get => BpfHost.Current.Call(118);
    }

    /// <summary>A random number; not for secrets (<c>bpf_get_prandom_u32</c>, Linux 4.1).</summary>
    public static uint Random
    {
        [Helper(7, Since = "4.1")]
        get => (uint)BpfHost.Current.Call(7);
    }
}
