using System.Globalization;

namespace Waggle.Agent.Signals;

/// <summary>A moment of wall-clock time, to the nanosecond.</summary>
/// <param name="UnixNanoseconds">Nanoseconds since 1970-01-01T00:00:00Z.</param>
public readonly record struct EventTime(long UnixNanoseconds)
{
    private const long NanosecondsPerTick = 100;

    /// <summary>The moment to the tick (100 ns) below.</summary>
    public DateTimeOffset ToDateTimeOffset() => DateTimeOffset.UnixEpoch.AddTicks(UnixNanoseconds / NanosecondsPerTick);

    /// <summary>As RFC 3339 writes it, in UTC: "2026-11-22T18:05:09.123456789Z".</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{ToDateTimeOffset():yyyy-MM-dd'T'HH:mm:ss}.{UnixNanoseconds % 1_000_000_000:D9}Z");
}
