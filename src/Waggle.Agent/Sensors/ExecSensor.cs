using System.Runtime.InteropServices;
using Waggle.Agent.Signals;
using Waggle.Probes.Processes;

namespace Waggle.Agent.Sensors;

/// <summary>Senses programs that are started.</summary>
/// <param name="withFailed">Whether attempts that fail are sensed too.</param>
public sealed class ExecSensor(bool withFailed = false) : EventSensor<ExecEvent, ExecSignal>(
    "programs started",
    withFailed ? [typeof(ExecTrace), typeof(ExecFailureTrace)] : [typeof(ExecTrace)],
    "execs",
    withFailed ? "missedExecAttempts" : null)
{
    private protected override ExecSignal Read(in ExecEvent record, KernelClock clock)
    {
        int length = (int)Math.Min(record.ArgumentBytes, Arguments.Length);
        ReadOnlySpan<byte> arguments = MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(in record.Arguments, 1))[..length];
        return new ExecSignal(
            clock.At(record.Time), record.Actor.Pid, record.Actor.ParentPid, record.Actor.User, record.Actor.Comm.ToString(),
            record.File.ToString(), Split(arguments, record.Result), record.ArgumentBytes > Arguments.Length, record.Result);
    }

    // Of a failed attempt the room is not used up exactly: what follows the last text is old.
    private static List<string> Split(ReadOnlySpan<byte> bytes, int result)
    {
        List<string> arguments = TextBytes.Split(bytes);
        if (result < 0 && bytes.Length == Arguments.Length && arguments.Count > 0) arguments.RemoveAt(arguments.Count - 1);
        return arguments;
    }
}
