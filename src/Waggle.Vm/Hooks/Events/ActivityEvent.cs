using System.Diagnostics.CodeAnalysis;

namespace Waggle.Vm.Hooks.Events;

/// <summary>An activity that has started or stopped: <c>struct waggle_activity</c> of waggle_events.h.</summary>
/// <remarks>Programs may change what they are given; those behind them see it, and nobody else.</remarks>
[SuppressMessage("Design", "CA1051", Justification = "The fields are the layout that programs are compiled for.")]
public struct ActivityEvent
{
    /// <summary>When it started, in nanoseconds since 1970.</summary>
    public long StartNanoseconds;

    /// <summary>How long it took, in nanoseconds; 0 at its start.</summary>
    public long DurationNanoseconds;

    /// <summary>Upper half of the trace's number, in the order of its text.</summary>
    public ulong TraceIdHigh;

    /// <summary>Lower half of the trace's number.</summary>
    public ulong TraceIdLow;

    /// <summary>Its own number.</summary>
    public ulong SpanId;

    /// <summary>Number of its parent; 0 if it has none.</summary>
    public ulong ParentSpanId;

    /// <summary><see cref="System.Diagnostics.ActivityKind"/>.</summary>
    public uint Kind;

    /// <summary><see cref="System.Diagnostics.ActivityStatusCode"/>: 0 unset, 1 right, 2 error.</summary>
    public uint Status;

    /// <summary>Its source.</summary>
    public EventText Source;

    /// <summary>What is done, such as "Microsoft.AspNetCore.Hosting.HttpRequestIn".</summary>
    public EventText Operation;

    /// <summary>Its name for people, such as "GET /orders".</summary>
    public EventText Name;

    /// <summary>Its tags.</summary>
    public EventFields Tags;
}
