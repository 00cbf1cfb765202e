namespace Waggle.Probes.Processes;

/// <summary>A process, told apart from later ones with the same id.</summary>
internal struct ProcessKey
{
    public ulong StartTime;
    public ulong Pid;
}
