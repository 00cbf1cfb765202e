namespace Waggle.Probes.Files;

using Waggle.CSharp;
using Waggle.Probes.Processes;

/// <summary>A file was opened, or could not be.</summary>
public struct OpenEvent
{
    /// <summary>When the call ended: CLOCK_MONOTONIC in nanoseconds.</summary>
    public ulong Time;

    /// <summary>Who.</summary>
    public Actor Actor;

    /// <summary>The descriptor, or a negative errno.</summary>
    public int Result;

    /// <summary>Flags, <c>O_*</c>.</summary>
    public uint Flags;

    /// <summary>Permissions of a file that the call makes.</summary>
    public uint Mode;

    /// <summary>Descriptor of the directory that a relative path starts at, or <c>AT_FDCWD</c> (-100).</summary>
    public int Directory;

    /// <summary>The path as it was given; empty if it could not be read.</summary>
    public FilePath Path;
}
