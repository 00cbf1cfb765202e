using Waggle.Agent.Signals;
using Waggle.Probes.Files;

namespace Waggle.Agent.Sensors;

/// <summary>Senses files that are opened.</summary>
/// <remarks>arm64 has neither open nor creat; openat2 came with Linux 5.6.</remarks>
public sealed class OpenSensor() : EventSensor<OpenEvent, OpenSignal>(
    "files opened", [typeof(OpenTrace)], "opens", "missedOpenAttempts",
    [
        "tracepoint/syscalls/sys_enter_open", "tracepoint/syscalls/sys_exit_open",
        "tracepoint/syscalls/sys_enter_creat", "tracepoint/syscalls/sys_exit_creat",
        "tracepoint/syscalls/sys_enter_openat2", "tracepoint/syscalls/sys_exit_openat2",
    ])
{
    private protected override OpenSignal Read(in OpenEvent record, KernelClock clock) => new(
        clock.At(record.Time), record.Actor.Pid, record.Actor.ParentPid, record.Actor.User, record.Actor.Comm.ToString(),
        record.Path.ToString(), record.Directory, record.Flags, record.Mode, record.Result);
}
