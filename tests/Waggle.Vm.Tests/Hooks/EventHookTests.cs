using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Diagnostics.Tracing;
using System.Text;
using Waggle.Bpf.Objects;
using Waggle.Vm.Hooks;
using Waggle.Vm.Hooks.Events;

namespace Waggle.Vm.Tests.Hooks;

public sealed class EventHookTests : IDisposable
{
    private static readonly ulong s_something = BitConverter.ToUInt64("somethin"u8);

    private readonly EventPrograms _programs = new();

    public void Dispose() => _programs.Dispose();

    [Fact]
    public void Activity_StartedAndStopped_IsSeenWithItsTags()
    {
        using ActivitySource source = new("Waggle.Tests.Orders"), other = new("Waggle.Tests.Other");
        using ActivityHook started = new(_programs.Engine, source.Name, ActivityMoment.Start), stopped = new(_programs.Engine, source.Name, ActivityMoment.Stop);
        HookLink start = _programs.Attach(started), stop = _programs.Attach(stopped);

        using (other.StartActivity("unseen")) { }
        Activity activity = source.StartActivity("pack", ActivityKind.Consumer)!;
        EventPrograms.Seen atStart = _programs.Last;
        activity.SetTag("bytes", 1234).SetTag("text", "something long").SetTag("nothing", null);
        activity.SetStatus(ActivityStatusCode.Error);
        activity.DisplayName = "pack an order";
        activity.Stop();

        Assert.Equal((1ul, (long)ActivityKind.Consumer, 0L, "pack"), (atStart.Count, atStart.Number, atStart.Other, atStart.NameText));
        EventPrograms.Seen atStop = _programs.Last;
        Assert.Equal((2ul, (long)ActivityStatusCode.Error, "pack an order"), (atStop.Count, atStop.Number, atStop.NameText));
        Assert.Equal(activity.SpanId.ToHexString(), ((ulong)atStop.Other).ToString("x16", null));
        // A tag that is set to null is taken away.
        Assert.Equal((1234ul, s_something, 2u, 0u), (atStop.Bytes, atStop.Text, atStop.Fields, atStop.Lost));
        Assert.Equal((1, 1), (start.Statistics.Runs, stop.Statistics.Runs));
    }

    [Fact]
    public void Activity_HookDisposed_IsNotListenedToAnyMore()
    {
        using ActivitySource source = new("Waggle.Tests.Detached");
        ActivityHook hook = new(_programs.Engine, source.Name, ActivityMoment.Stop);
        HookLink link = _programs.Attach(hook);
        source.StartActivity("one")!.Stop();
        Activity halfway = source.StartActivity("two")!;

        hook.Dispose();

        halfway.Stop();
        Assert.False(source.HasListeners());
        Assert.Null(source.StartActivity("three"));
        Assert.Equal(1, link.Statistics.Runs);
    }

    [Fact]
    public void Measurement_OfEachType_IsSeenWithItsTags()
    {
        using Meter meter = new("Waggle.Tests.Meter");
        using MeterHook hook = new(_programs.Engine, meter.Name);
        _programs.Attach(hook);
        Counter<long> counter = meter.CreateCounter<long>("sent", "By"); // instruments may come after the hook
        Histogram<double> histogram = meter.CreateHistogram<double>("duration", "s");

        counter.Add(5, new KeyValuePair<string, object?>("bytes", 77), new KeyValuePair<string, object?>("text", "something"));
        EventPrograms.Seen count = _programs.Last;
        histogram.Record(0.25);
        EventPrograms.Seen duration = _programs.Last;
        meter.CreateCounter<byte>("b").Add(1);
        meter.CreateCounter<short>("s").Add(2);
        meter.CreateCounter<int>("i").Add(3);
        meter.CreateHistogram<float>("f").Record(float.NaN);
        EventPrograms.Seen none = _programs.Last;
        meter.CreateHistogram<decimal>("d").Record(-1e20m);

        Assert.Equal((5L, 5_000_000_000L, "sent", 77ul, 2u), (count.Number, count.Other, count.NameText, count.Bytes, count.Fields));
        Assert.Equal(s_something, count.Text);
        Assert.Equal((BitConverter.DoubleToInt64Bits(0.25), 250_000_000L, "duration", 0u), (duration.Number, duration.Other, duration.NameText, duration.Fields));
        Assert.Equal((0L, "f"), (none.Other, none.NameText));
        Assert.Equal((long.MinValue, 7ul), (_programs.Last.Other, _programs.Last.Count));
    }

    [Fact]
    public void Measurement_ObservableInstrument_MeasuresWhenAsked()
    {
        using Meter meter = new("Waggle.Tests.Observed");
        using MeterHook hook = new(_programs.Engine, meter.Name, "level"), other = new(_programs.Engine, meter.Name, "depth");
        HookLink link = _programs.Attach(hook), unused = _programs.Attach(other);
        int level = 40;
        meter.CreateObservableGauge("level", () => ++level);

        hook.Observe();
        hook.Observe();

        Assert.Equal((42L, 2L, 0L), (_programs.Last.Number, link.Statistics.Runs, unused.Statistics.Runs));
    }

    [Fact]
    public void EventSource_WritesEvents_AreSeenWithTheirPayload()
    {
        using Kitchen before = new("Waggle-Tests-Kitchen");
        using EventSourceHook hook = new(_programs.Engine, before.Name);
        HookLink link = _programs.Attach(hook);

        before.Cooked("something", 12);
        before.Detail(1); // more detailed than the hook wants

        EventPrograms.Seen seen = _programs.Last;
        Assert.Equal((1ul, 7L, (long)EventLevel.Warning, "Cooked"), (seen.Count, seen.Number, seen.Other, seen.NameText));
        Assert.Equal((12ul, s_something, 2u), (seen.Bytes, seen.Text, seen.Fields));
        hook.Dispose();
        before.Cooked("unseen", 1);
        Assert.False(before.IsEnabled());
        Assert.Equal(1, link.Statistics.Runs);
    }

    [Fact]
    public void EventSource_CreatedAfterTheHook_IsSeenToo()
    {
        using EventSourceHook hook = new(_programs.Engine, "Waggle-Tests-Late");
        _programs.Attach(hook);
        using Kitchen late = new("Waggle-Tests-Late");

        late.Cooked("something", 3);

        Assert.Equal((1ul, 3ul), (_programs.Last.Count, _programs.Last.Bytes));
    }

    [Fact]
    public void Diagnostic_Written_IsSeenWithItsPlainProperties()
    {
        using DiagnosticListener listener = new("Waggle.Tests.Listener"), other = new("Waggle.Tests.Deaf");
        using DiagnosticListenerHook hook = new(_programs.Engine, listener.Name, "Request.Stop");
        HookLink link = _programs.Attach(hook);

        listener.Write("Request.Start", new { bytes = 1 });
        listener.Write("Request.Stop", new { bytes = 9, text = "something", inner = new object() });

        EventPrograms.Seen seen = _programs.Last;
        Assert.Equal((1ul, "Request.Stop", 9ul, s_something, 2u), (seen.Count, seen.NameText, seen.Bytes, seen.Text, seen.Fields));
        Assert.True(listener.IsEnabled("Request.Stop"));
        Assert.False(listener.IsEnabled("Request.Start") || other.IsEnabled());
        hook.Dispose();
        Assert.False(listener.IsEnabled());
        Assert.Equal(1, link.Statistics.Runs);
    }

    [Fact]
    public void Diagnostic_PropertyThatThrows_DoesNotReachTheApplicationAndIsCounted()
    {
        using DiagnosticListener listener = new("Waggle.Tests.Throws");
        using DiagnosticListenerHook hook = new(_programs.Engine, listener.Name);
        HookLink link = _programs.Attach(hook);

        listener.Write("Broken", new Broken());
        listener.Write("Number", 5);

        Assert.Equal((1, 0, 1), (hook.Errors, hook.Missed, link.Statistics.Runs));
    }

    [Fact]
    public void Event_ProgramThatFaultsAndHandlerThatThrows_DoNotReachTheApplication()
    {
        using Meter meter = new("Waggle.Tests.Faults");
        using MeterHook hook = new(_programs.Engine, meter.Name);
        using VmObject faulty = _programs.Engine.Load(new BpfObject { Programs = [TestHook.Spec("r2 = 8\nr0 = *(u64 *)(r2 + 0)\nexit", "faulty", "measurement")] }, VmSafety.Checked);
        HookLink link = hook.Attach(faulty.Programs["faulty"]), next = _programs.Attach(hook);
        int handled = 0;
        hook.Faulted += (_, _) =>
        {
            handled++;
            throw new InvalidOperationException("a handler's own mistake");
        };

        meter.CreateCounter<int>("one").Add(1);

        Assert.Equal((1, 1, 1, 1), (handled, hook.Errors, link.Statistics.Faults, next.Statistics.Runs));
    }

    [Fact]
    public void Event_FromInsideARun_RunsNothingAndIsCounted()
    {
        using Meter meter = new("Waggle.Tests.Inside");
        Counter<int> counter = meter.CreateCounter<int>("prints");
        PrintingHost host = new(() => counter.Add(1));
        using VmEngine engine = new(new VmOptions { Host = host });
        using MeterHook hook = new(engine, meter.Name);
        using VmObject loaded = engine.Load(new BpfObject { Programs = [TestHook.Spec("call bpf_ktime_get_ns\nr0 = 0\nexit", "asks", "measurement")] });
        HookLink link = hook.Attach(loaded.Programs["asks"]);

        counter.Add(1);

        Assert.Equal((1, 1), (link.Statistics.Runs, hook.Missed));
    }

    [Fact]
    public void Fields_ThatDoNotFit_AreCountedAsLost()
    {
        using Meter meter = new("Waggle.Tests.Lost");
        using MeterHook hook = new(_programs.Engine, meter.Name);
        _programs.Attach(hook);

        meter.CreateCounter<int>("many").Add(1,
            new("a", new string('x', 500)), new("b", new string('y', 500)), new("bytes", 8), new(new string('n', 256), 1), new("c", new byte[2000]), new("o", new object()));

        Assert.Equal((3u, 3u, 8ul), (_programs.Last.Fields, _programs.Last.Lost, _programs.Last.Bytes));
    }

    [Fact]
    public void EventText_LongName_IsCutBetweenCharactersAndSaysSo()
    {
        EventText text = default;

        text.Set(new string('ä', 70));

        Assert.Equal((140, 126), (text.FullLength, text.Value.Length));
        Assert.Equal(new string('ä', 63), text.ToString());
        Assert.Equal(Encoding.UTF8.GetBytes(text.ToString()), text.Value.ToArray());
    }

    [Fact]
    public void Timer_Ticks_DoNotOverlap()
    {
        ManualTime time = new();
        using TimerHook hook = new(_programs.Engine, TimeSpan.FromSeconds(1), time);
        HookLink link = _programs.Attach(hook);
        int nested = 0;
        using VmObject faulty = _programs.Engine.Load(new BpfObject { Programs = [TestHook.Spec("r2 = 8\nr0 = *(u64 *)(r2 + 0)\nexit", "faulty", "timer")] }, VmSafety.Checked);
        HookLink fault = hook.Attach(faulty.Programs["faulty"]);
        hook.Faulted += (_, _) =>
        {
            if (nested++ == 0) time.Tick(); // while the tick is under way
        };

        time.Tick();
        time.Tick();

        Assert.Equal((1L, 1L, 2ul), (_programs.Last.Number, _programs.Last.Other, _programs.Last.Count)); // tick 1, with one skipped before it
        Assert.Equal((TimeSpan.FromSeconds(1), 2), (time.Period, fault.Statistics.Faults));
        hook.Dispose();
        Assert.True(time.IsStopped);
        time.Tick();
        Assert.Equal(2, link.Statistics.Runs);
    }

    [Fact]
    public void Load_ProgramWhoseContextDiffers_SaysWhichField()
    {
        using HookPoint<TimerEvent> hook = new(_programs.Engine, "measurement"); // taken for ticks, which measurements are not

        var error = Assert.Throws<VmLoadException>(() => _programs.Loaded);

        Assert.Contains("struct waggle_measurement", error.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(TimerEvent), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Measurement_ManyTimes_AllocatesNothing()
    {
        using Meter meter = new("Waggle.Tests.Quiet");
        using MeterHook hook = new(_programs.Engine, meter.Name);
        _programs.Attach(hook);
        Counter<long> counter = meter.CreateCounter<long>("quiet");
        KeyValuePair<string, object?> tag = new("text", "something");
        for (int i = 0; i < 100; i++) counter.Add(1, tag);

        long allocated = Allocations.LeastOf(() =>
        {
            for (int i = 0; i < 1000; i++) counter.Add(1, tag);
        });

        Assert.Equal(0, allocated);
    }

    private sealed class Broken
    {
        public int Number => throw new InvalidOperationException("broken");
    }

    private sealed class Kitchen(string name) : EventSource(name, EventSourceSettings.EtwSelfDescribingEventFormat)
    {
        [Event(7, Level = EventLevel.Warning)]
        public void Cooked(string text, int bytes) => WriteEvent(7, text, bytes);

        [Event(8, Level = EventLevel.Verbose)]
        public void Detail(int bytes) => WriteEvent(8, bytes);
    }

    private sealed class PrintingHost(Action asked) : Waggle.Vm.Execution.VmHost
    {
        public override ulong MonotonicNanoseconds
        {
            get
            {
                asked();
                return 0;
            }
        }
    }

    /// <summary>A clock whose timer ticks when the test says so.</summary>
    private sealed class ManualTime : TimeProvider, ITimer
    {
        private TimerCallback? _callback;
        private object? _state;

        public TimeSpan Period { get; private set; }

        public bool IsStopped { get; private set; }

        public void Tick()
        {
            if (!IsStopped) _callback!(_state);
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            (_callback, _state, Period) = (callback, state, period);
            return this;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose() => IsStopped = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
