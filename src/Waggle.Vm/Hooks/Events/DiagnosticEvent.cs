using System.Diagnostics.CodeAnalysis;

namespace Waggle.Vm.Hooks.Events;

/// <summary>What a diagnostic listener was told: <c>struct waggle_diagnostic</c> of waggle_events.h.</summary>
/// <remarks>Programs may change what they are given; those behind them see it, and nobody else.</remarks>
[SuppressMessage("Design", "CA1051", Justification = "The fields are the layout that programs are compiled for.")]
public struct DiagnosticEvent
{
    /// <summary>When, in nanoseconds since 1970.</summary>
    public long TimeNanoseconds;

    /// <summary>The listener.</summary>
    public EventText Listener;

    /// <summary>The event.</summary>
    public EventText Name;

    /// <summary>Its object's public properties of plain types; a plain value itself is one field without a name.</summary>
    public EventFields Payload;
}
