namespace Waggle.Vm.Hooks.Events;

/// <summary>A tick of a timer: <c>struct waggle_tick</c> of waggle_events.h.</summary>
/// <param name="Number">Ticks before this one.</param>
/// <param name="TimeNanoseconds">The monotonic clock.</param>
/// <param name="Skipped">Ticks that were left out since the last one, because its programs were still running.</param>
public record struct TimerEvent(ulong Number, ulong TimeNanoseconds, ulong Skipped);
