namespace Waggle.Agent.Signals;

/// <summary>One bar of a histogram.</summary>
/// <param name="FromUs">Shortest time, in microseconds.</param>
/// <param name="ToUs">The first time that is too long, in microseconds; null for the last bar, which has no end.</param>
/// <param name="Count">How many operations took that long.</param>
public sealed record LatencyBucket(ulong FromUs, ulong? ToUs, ulong Count);
