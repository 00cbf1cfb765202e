using System.Text.Json.Serialization;

namespace Waggle.Agent.Signals;

/// <summary>A file was opened, or could not be.</summary>
/// <param name="Time">When the call ended.</param>
/// <param name="Pid">Process id.</param>
/// <param name="Ppid">Process id of the parent.</param>
/// <param name="Uid">User id.</param>
/// <param name="Comm">Name of the thread, at most 15 characters.</param>
/// <param name="Path">The path as it was given, cut to 255 bytes.</param>
/// <param name="DirFd">Descriptor of the directory that a relative path starts at; -100 for the current one.</param>
/// <param name="Flags">Flags, <c>O_*</c>.</param>
/// <param name="Mode">Permissions of a file that the call makes.</param>
/// <param name="Ret">The descriptor, or a negative errno.</param>
public sealed record OpenSignal(
    EventTime Time, int Pid, int Ppid, uint Uid, string Comm, string Path, int DirFd, uint Flags, uint Mode, int Ret)
{
    /// <summary>Always "open".</summary>
    [JsonPropertyOrder(-1)]
    public string Event { get; } = "open";

    /// <summary>Names of the flags, such as "O_WRONLY|O_CREAT".</summary>
    public string FlagNames => OpenFlags.Describe(Flags);
}
