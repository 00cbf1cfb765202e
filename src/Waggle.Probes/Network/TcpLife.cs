namespace Waggle.Probes.Network;

using Waggle.Probes.Processes;

/// <summary>A connection that is being made or is open.</summary>
internal struct TcpLife
{
    public ulong Opened; // when it was established, or 0
    public Actor Owner; // process id 0 if not known
}
