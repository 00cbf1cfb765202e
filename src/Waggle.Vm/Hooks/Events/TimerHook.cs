namespace Waggle.Vm.Hooks.Events;

/// <summary>Runs programs again and again. Programs in <c>SEC("timer")</c>.</summary>
/// <remarks>Ticks do not overlap: one that comes while the programs of the last are running is left out, and counted in the next.</remarks>
public sealed class TimerHook : EventHook<TimerEvent>
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private ulong _number, _skipped;
    private int _isRunning;

    /// <summary>Starts the timer: the first tick comes after one period.</summary>
    /// <param name="engine">Where the programs run.</param>
    /// <param name="period">Time between ticks, at least a millisecond.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public TimerHook(VmEngine engine, TimeSpan period, TimeProvider? time = null) : base(engine, "timer")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, TimeSpan.FromMilliseconds(1));
        _time = time ?? TimeProvider.System;
        _timer = _time.CreateTimer(static hook => ((TimerHook)hook!).Tick(), this, period, period);
    }

    private protected override void StopListening() => _timer.Dispose();

    private void Tick()
    {
        if (Interlocked.Exchange(ref _isRunning, 1) != 0)
        {
            Interlocked.Increment(ref _skipped);
            return;
        }

        long timestamp = _time.GetTimestamp();
        ulong now = (ulong)((Int128)timestamp * NanosecondsPerSecond / _time.TimestampFrequency);
        TimerEvent tick = new(_number++, now, Interlocked.Exchange(ref _skipped, 0));
        Deliver(tick, static (in source, ref context) => context = source);
        Volatile.Write(ref _isRunning, 0);
    }
}
