using Waggle.Agent.Signals;
using Waggle.Probes.Processes;

namespace Waggle.Agent.Sensors;

/// <summary>Senses processes that end.</summary>
public sealed class ExitSensor() : EventSensor<ExitEvent, ExitSignal>("processes ended", [typeof(ExitTrace)], "exits")
{
    private const int SignalMask = 0x7f;
    private const int CoreDumped = 0x80;

    private protected override ExitSignal Read(in ExitEvent record, KernelClock clock) => new(
        clock.At(record.Time), record.Actor.Pid, record.Actor.ParentPid, record.Actor.User, record.Actor.Comm.ToString(),
        (record.Status >> 8) & 0xff, record.Status & SignalMask, (record.Status & CoreDumped) != 0, record.RunTime);
}
