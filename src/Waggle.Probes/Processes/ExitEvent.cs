namespace Waggle.Probes.Processes;

/// <summary>A process ended: its last thread did.</summary>
public struct ExitEvent
{
    /// <summary>When: CLOCK_MONOTONIC in nanoseconds.</summary>
    public ulong Time;

    /// <summary>Nanoseconds since the process was made.</summary>
    public ulong RunTime;

    /// <summary>Who.</summary>
    public Actor Actor;

    /// <summary>How it ended, as <c>wait</c> tells the parent: the exit code in bits 8 to 15, else a signal in the low 7 and a
    /// core dump in bit 7.</summary>
    public int Status;

    /// <summary>Always 0.</summary>
    public uint Reserved;
}
