using System.Diagnostics.CodeAnalysis;

namespace Waggle.Vm.Hooks.Events;

/// <summary>What an event source has written: <c>struct waggle_event</c> of waggle_events.h.</summary>
/// <remarks>Programs may change what they are given; those behind them see it, and nobody else.</remarks>
[SuppressMessage("Design", "CA1051", Justification = "The fields are the layout that programs are compiled for.")]
public struct EventSourceEvent
{
    /// <summary>When, in nanoseconds since 1970.</summary>
    public long TimeNanoseconds;

    /// <summary>Its keywords.</summary>
    public ulong Keywords;

    /// <summary>The operating system's number of the thread.</summary>
    public long Thread;

    /// <summary>Its number in the source.</summary>
    public int Id;

    /// <summary><see cref="System.Diagnostics.Tracing.EventLevel"/>: from 1, critical, to 5, verbose.</summary>
    public uint Level;

    /// <summary><see cref="System.Diagnostics.Tracing.EventOpcode"/>.</summary>
    public uint Opcode;

    /// <summary>0.</summary>
    public uint Reserved;

    /// <summary>The source.</summary>
    public EventText Source;

    /// <summary>The event.</summary>
    public EventText Name;

    /// <summary>Its payload.</summary>
    public EventFields Payload;
}
