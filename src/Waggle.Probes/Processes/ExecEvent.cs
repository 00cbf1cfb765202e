namespace Waggle.Probes.Processes;

using Waggle.CSharp;

/// <summary>A program was started, or could not be.</summary>
public struct ExecEvent
{
    /// <summary>When: CLOCK_MONOTONIC in nanoseconds.</summary>
    public ulong Time;

    /// <summary>Who: after the exec if it succeeded, so that the name is the new program's.</summary>
    public Actor Actor;

    /// <summary>0, or a negative errno.</summary>
    public int Result;

    /// <summary>Bytes that the arguments take; more than <see cref="Processes.Arguments.Length"/> if they were cut.</summary>
    public uint ArgumentBytes;

    /// <summary>The file as it was named.</summary>
    public FilePath File;

    /// <summary>The arguments, the program's own name first.</summary>
    public Arguments Arguments;
}
