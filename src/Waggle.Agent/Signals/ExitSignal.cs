using System.Text.Json.Serialization;

namespace Waggle.Agent.Signals;

/// <summary>A process ended.</summary>
/// <param name="Time">When.</param>
/// <param name="Pid">Process id.</param>
/// <param name="Ppid">Process id of the parent.</param>
/// <param name="Uid">User id.</param>
/// <param name="Comm">Name of the thread that ended last, at most 15 characters.</param>
/// <param name="ExitCode">0 to 255; 0 if a signal ended the process.</param>
/// <param name="Signal">Number of the signal that ended the process, or 0.</param>
/// <param name="CoreDumped">Whether a core dump was written.</param>
/// <param name="RunTimeNs">Nanoseconds since the process was made.</param>
public sealed record ExitSignal(
    EventTime Time, int Pid, int Ppid, uint Uid, string Comm, int ExitCode, int Signal, bool CoreDumped, ulong RunTimeNs)
{
    /// <summary>Always "exit".</summary>
    [JsonPropertyOrder(-1)]
    public string Event { get; } = "exit";
}
