using System.Diagnostics;
using Waggle.Agent.Signals;

namespace Waggle.Agent.Sensors;

/// <summary>Turns the kernel's CLOCK_MONOTONIC, which events carry, into wall-clock time.</summary>
/// <remarks>The difference is taken once: times of a session keep their order even when the wall clock is set.</remarks>
public sealed class KernelClock
{
    private readonly long _monotonicToUnix;

    /// <summary>Compares the two clocks.</summary>
    public KernelClock()
    {
        // On Linux a Stopwatch reads CLOCK_MONOTONIC.
        long monotonic = (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency));
        long unix = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100;
        _monotonicToUnix = unix - monotonic;
    }

    /// <summary>The wall-clock time of a moment.</summary>
    /// <param name="monotonic">Nanoseconds of CLOCK_MONOTONIC.</param>
    public EventTime At(ulong monotonic) => new((long)monotonic + _monotonicToUnix);

    /// <summary>The wall-clock time now, by the same comparison.</summary>
    public EventTime Now => At((ulong)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency)));
}
