namespace Waggle.Probes.Processes;

/// <summary>What a thread gave to <c>execve</c>: addresses in its memory.</summary>
internal struct ExecAttempt
{
    public ulong File;
    public ulong Arguments;
}
