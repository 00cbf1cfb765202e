using Waggle.Agent.Signals;
using Waggle.Probes.Network;

namespace Waggle.Agent.Sensors;

/// <summary>Senses TCP connections that are opened and closed.</summary>
public sealed class TcpSensor() : EventSensor<TcpEvent, TcpSignal>("TCP connections", [typeof(TcpTrace)], "tcp", "missedTcpLives")
{
    private protected override TcpSignal Read(in TcpEvent record, KernelClock clock) => new(
        record.Kind switch { TcpEventKind.Connected => "connected", TcpEventKind.Accepted => "accepted", _ => "closed" },
        clock.At(record.Time), record.Actor.Pid, record.Actor.ParentPid, record.Actor.User, record.Actor.Comm.ToString(),
        record.Endpoints.IpVersion(),
        record.Endpoints.Source.ToString(), record.Endpoints.SourcePort, record.Endpoints.Destination.ToString(), record.Endpoints.DestinationPort,
        record.BytesReceived, record.BytesSent, record.Duration);
}
