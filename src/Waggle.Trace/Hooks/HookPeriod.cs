namespace Waggle.Trace.Hooks;

/// <summary>How often a clause runs.</summary>
/// <param name="Count">A frequency in hertz, a number of events, or a time.</param>
/// <param name="Unit">"hz", "s", "ms", "us", or "" for a number of events.</param>
public readonly record struct HookPeriod(ulong Count, string Unit)
{
    /// <summary>The time between two runs.</summary>
    public TimeSpan Time => Unit switch
    {
        "hz" => TimeSpan.FromSeconds(1.0 / Count),
        "s" => TimeSpan.FromSeconds(Count),
        "ms" => TimeSpan.FromMilliseconds(Count),
        _ => TimeSpan.FromMicroseconds(Count),
    };

    /// <summary>Unit and number.</summary>
    public override string ToString() => $"{Unit}:{Count}";
}
