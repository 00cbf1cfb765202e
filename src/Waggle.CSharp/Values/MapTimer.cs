namespace Waggle.CSharp;

/// <summary>A timer in a map's value: <c>struct bpf_timer</c> (Linux 5.15; in programs for tracing never). It calls a function of the program
/// once; the function may start it again. It ends with its value.</summary>
/// <example><code>
/// if (MapTimer.Initialize(ref job.Value.Timer, s_jobs, MapTimer.Monotonic) == 0)
/// {
///     MapTimer.SetCallback(ref job.Value.Timer, static (ref readonly uint key, ref Job value) =&gt; value.IsLate = 1);
///     MapTimer.Start(ref job.Value.Timer, 1_000_000);
/// }
/// </code></example>
[BtfName("bpf_timer")]
public struct MapTimer
{
    /// <summary>The clock that stands still while the machine sleeps (CLOCK_MONOTONIC).</summary>
    public const ulong Monotonic = 1;

    /// <summary>The clock that goes on while the machine sleeps (CLOCK_BOOTTIME).</summary>
    public const ulong BootTime = 7;

#pragma warning disable CS0169, CA1823 // the kernel's
    private ulong _first;
    private ulong _second;
#pragma warning restore CS0169, CA1823

    /// <summary>Makes a timer ready (<c>bpf_timer_init</c>).</summary>
    /// <param name="timer">The timer, in a value of an array, hash or LRU hash map.</param>
    /// <param name="map">That map.</param>
    /// <param name="clock"><see cref="Monotonic"/> or <see cref="BootTime"/>: a constant.</param>
    /// <returns>0, or a negative errno: -EBUSY if it is ready already, -EPERM if nothing of user space holds the map.</returns>
    [Helper(169, Since = "5.15")]
    public static long Initialize(ref MapTimer timer, object map, ulong clock) =>
        (long)BpfHost.Current.Call(169, BpfHost.Address(in timer), BpfHost.Current.AddressOf(map), clock);

    /// <summary>Says what a timer calls (<c>bpf_timer_set_callback</c>).</summary>
    /// <param name="timer">The timer; it is ready.</param>
    /// <param name="callback">A static lambda or a static method.</param>
    /// <returns>0, or a negative errno.</returns>
    [Helper(170, Since = "5.15")]
    public static long SetCallback<TKey, TValue>(ref MapTimer timer, TimerCallback<TKey, TValue> callback)
        where TKey : unmanaged where TValue : unmanaged
    {
        ulong function = BpfHost.Current.AddressOfFunction((_, key, value, _) =>
        {
            callback(in BpfHost.At<TKey>(key), ref BpfHost.At<TValue>(value));
            return 0;
        });
        return (long)BpfHost.Current.Call(170, BpfHost.Address(in timer), function);
    }

    /// <summary>Lets a timer run (<c>bpf_timer_start</c>).</summary>
    /// <param name="timer">The timer; it knows what to call.</param>
    /// <param name="nanoseconds">When it calls, from now on.</param>
    /// <param name="flags">0, or 1 if <paramref name="nanoseconds"/> is a time of the clock (Linux 6.4), 2 to stay on this CPU (Linux 6.7).</param>
    /// <returns>0, or a negative errno.</returns>
    [Helper(171, Since = "5.15")]
    public static long Start(ref MapTimer timer, ulong nanoseconds, ulong flags = 0) =>
        (long)BpfHost.Current.Call(171, BpfHost.Address(in timer), nanoseconds, flags);

    /// <summary>Stops a timer and waits for its function if that runs (<c>bpf_timer_cancel</c>).</summary>
    /// <returns>1 if it was running, 0 if not, or a negative errno: -EDEADLK from its own function.</returns>
    [Helper(172, Since = "5.15")]
    public static long Cancel(ref MapTimer timer) => (long)BpfHost.Current.Call(172, BpfHost.Address(in timer));
}
