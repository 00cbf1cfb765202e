using System.Diagnostics.CodeAnalysis;

namespace Waggle.Vm.Hooks.Events;

/// <summary>A measurement of an instrument: <c>struct waggle_measurement</c> of waggle_events.h.</summary>
/// <remarks>Programs may change what they are given; those behind them see it, and nobody else.</remarks>
[SuppressMessage("Design", "CA1051", Justification = "The fields are the layout that programs are compiled for.")]
public struct MeasurementEvent
{
    /// <summary>The value of an instrument that measures whole numbers; of others the bits of the double.</summary>
    public long Value;

    /// <summary>The value in billionths (of a second: nanoseconds), since programs have no floating point; the nearest there is if it is too large,
    /// 0 if it is no number.</summary>
    public long Billionths;

    /// <summary>1 if <see cref="Value"/> is the bits of a double.</summary>
    public uint IsReal;

    /// <summary>0.</summary>
    public uint Reserved;

    /// <summary>The meter.</summary>
    public EventText Meter;

    /// <summary>The instrument.</summary>
    public EventText Instrument;

    /// <summary>Its unit, such as "s" or "By".</summary>
    public EventText Unit;

    /// <summary>The measurement's tags.</summary>
    public EventFields Tags;
}
