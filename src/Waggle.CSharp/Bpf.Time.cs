namespace Waggle.CSharp;

public static partial class Bpf
{
    /// <summary>Nanoseconds since boot, suspended time left out: CLOCK_MONOTONIC (<c>bpf_ktime_get_ns</c>, Linux 4.1).</summary>
    public static ulong Now
    {
        [Helper(5, Since = "4.1")]
        get => throw OutsideOfBpf.Call();
    }

    /// <summary>Nanoseconds since boot, suspended time included: CLOCK_BOOTTIME (<c>bpf_ktime_get_boot_ns</c>, Linux 5.8).</summary>
    public static ulong BootTime
    {
        [Helper(125, Since = "5.8")]
        get => throw OutsideOfBpf.Call();
    }
}
