namespace Waggle.CSharp;

/// <summary>Whether submitting a record wakes a reader that waits; the kernel's numbers.</summary>
/// <remarks>A wake-up costs 1 to 2 microseconds: for many records a second use <see cref="Never"/> and a reader that polls.</remarks>
public enum RingWakeup
{
    /// <summary>If the reader had read everything before this record.</summary>
    IfWaiting = 0,

    /// <summary>Not (<c>BPF_RB_NO_WAKEUP</c>).</summary>
    Never = 1,

    /// <summary>Always (<c>BPF_RB_FORCE_WAKEUP</c>).</summary>
    Always = 2,
}
