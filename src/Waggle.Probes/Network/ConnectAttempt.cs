namespace Waggle.Probes.Network;

using Waggle.Probes.Processes;

/// <summary>A handshake that has begun.</summary>
internal struct ConnectAttempt
{
    public ulong Time;
    public Actor Actor;
}
