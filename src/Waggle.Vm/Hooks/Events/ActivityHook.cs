using System.Buffers.Binary;
using System.Diagnostics;

namespace Waggle.Vm.Hooks.Events;

/// <summary>Runs programs where activities of a source start or stop.</summary>
/// <remarks>Listening has activities made, with their tags, also where nobody else listens; they are not marked as recorded.</remarks>
public sealed class ActivityHook : EventHook<ActivityEvent>
{
    private const int TraceIdSize = 16, SpanIdSize = 8;
    private const long NanosecondsPerTick = 100;

    private readonly ActivityListener _listener;

    /// <summary>Starts listening.</summary>
    /// <param name="engine">Where the programs run.</param>
    /// <param name="source">Name of the <see cref="ActivitySource"/>, such as "Microsoft.AspNetCore"; "" for activities without one.</param>
    /// <param name="moment">Start or stop.</param>
    public ActivityHook(VmEngine engine, string source, ActivityMoment moment) : base(engine, moment == ActivityMoment.Start ? "activity/start" : "activity/stop")
    {
        ArgumentNullException.ThrowIfNull(source);
        _listener = new ActivityListener
        {
            ShouldListenTo = candidate => candidate.Name == source,
            Sample = static (ref _) => ActivitySamplingResult.AllData,
            SampleUsingParentId = static (ref _) => ActivitySamplingResult.AllData,
        };
        if (moment == ActivityMoment.Start) _listener.ActivityStarted = activity => Deliver(activity, Fill);
        else _listener.ActivityStopped = activity => Deliver(activity, Fill);
        ActivitySource.AddActivityListener(_listener);
    }

    private protected override void StopListening() => _listener.Dispose();

    private static void Fill(in Activity activity, ref ActivityEvent e)
    {
        Span<byte> id = stackalloc byte[TraceIdSize];
        if (activity.IdFormat == ActivityIdFormat.W3C)
        {
            activity.TraceId.CopyTo(id);
            (e.TraceIdHigh, e.TraceIdLow) = (BinaryPrimitives.ReadUInt64BigEndian(id), BinaryPrimitives.ReadUInt64BigEndian(id[SpanIdSize..]));
            activity.SpanId.CopyTo(id[..SpanIdSize]);
            e.SpanId = BinaryPrimitives.ReadUInt64BigEndian(id);
            activity.ParentSpanId.CopyTo(id[..SpanIdSize]);
            e.ParentSpanId = BinaryPrimitives.ReadUInt64BigEndian(id);
        }

        e.StartNanoseconds = EventFieldWriter.Nanoseconds(activity.StartTimeUtc);
        e.DurationNanoseconds = activity.Duration.Ticks * NanosecondsPerTick;
        (e.Kind, e.Status) = ((uint)activity.Kind, (uint)activity.Status);
        e.Source.Set(activity.Source.Name);
        e.Operation.Set(activity.OperationName);
        e.Name.Set(activity.DisplayName);
        EventFieldWriter tags = new(ref e.Tags);
        foreach (ref readonly KeyValuePair<string, object?> tag in activity.EnumerateTagObjects()) tags.Add(tag.Key, tag.Value);
    }
}
