using System.Diagnostics.Tracing;

namespace Waggle.Vm.Hooks.Events;

/// <summary>Runs programs where an event source writes. Programs in <c>SEC("eventsource")</c>.</summary>
public sealed class EventSourceHook : EventHook<EventSourceEvent>
{
    private readonly Listener _listener;

    /// <summary>Starts listening.</summary>
    /// <param name="engine">Where the programs run.</param>
    /// <param name="source">Name of the <see cref="EventSource"/>, such as "System.Net.Http".</param>
    /// <param name="level">How detailed.</param>
    /// <param name="keywords">Which events; all by default.</param>
    public EventSourceHook(VmEngine engine, string source, EventLevel level = EventLevel.Informational, EventKeywords keywords = EventKeywords.All) : base(engine, "eventsource")
    {
        ArgumentNullException.ThrowIfNull(source);
        _listener = new Listener(this, source, level, keywords);
    }

    private protected override void StopListening() => _listener.Dispose();

    private static void Fill(in EventWrittenEventArgs written, ref EventSourceEvent e)
    {
        e.TimeNanoseconds = EventFieldWriter.Nanoseconds(written.TimeStamp);
        (e.Keywords, e.Thread) = ((ulong)written.Keywords, written.OSThreadId);
        (e.Id, e.Level, e.Opcode) = (written.EventId, (uint)written.Level, (uint)written.Opcode);
        e.Source.Set(written.EventSource.Name);
        e.Name.Set(written.EventName);
        if (written.Payload is not { } payload) return;
        EventFieldWriter fields = new(ref e.Payload);
        for (int i = 0; i < payload.Count; i++) fields.Add(written.PayloadNames is { } names && i < names.Count ? names[i] : null, payload[i]);
    }

    // .NET calls OnEventSourceCreated for the sources that are there from the base constructor; these fields are set before that.
    private sealed class Listener(EventSourceHook hook, string source, EventLevel level, EventKeywords keywords) : EventListener
    {
        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == source) EnableEvents(eventSource, level, keywords);
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData) => hook.Deliver(eventData, Fill);
    }
}
