using System.Text.Json.Serialization;

namespace Waggle.Agent.Signals;

/// <summary>A program was started, or could not be.</summary>
/// <param name="Time">When.</param>
/// <param name="Pid">Process id.</param>
/// <param name="Ppid">Process id of the parent.</param>
/// <param name="Uid">User id.</param>
/// <param name="Comm">Name of the thread after the exec, at most 15 characters.</param>
/// <param name="File">The file as it was named, cut to 255 bytes.</param>
/// <param name="Args">The arguments, the program's own name first.</param>
/// <param name="ArgsCut">Whether there were more arguments than there was room for.</param>
/// <param name="Ret">0, or a negative errno.</param>
public sealed record ExecSignal(
    EventTime Time, int Pid, int Ppid, uint Uid, string Comm, string File, IReadOnlyList<string> Args, bool ArgsCut, int Ret)
{
    /// <summary>Always "exec".</summary>
    [JsonPropertyOrder(-1)]
    public string Event { get; } = "exec";
}
