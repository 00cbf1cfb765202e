using Waggle.Agent.Signals;
using Waggle.Probes.Network;

namespace Waggle.Agent.Sensors;

/// <summary>Senses TCP connections that processes make.</summary>
public sealed class ConnectSensor() : EventSensor<ConnectEvent, ConnectSignal>(
    "connections made", [typeof(ConnectTrace)], "connects", "missedConnectAttempts")
{
    private protected override ConnectSignal Read(in ConnectEvent record, KernelClock clock) => new(
        clock.At(record.Time), record.Actor.Pid, record.Actor.ParentPid, record.Actor.User, record.Actor.Comm.ToString(),
        record.Endpoints.IpVersion(),
        record.Endpoints.Source.ToString(), record.Endpoints.SourcePort, record.Endpoints.Destination.ToString(), record.Endpoints.DestinationPort,
        record.Latency, record.Result);
}
