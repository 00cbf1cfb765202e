namespace Waggle.Agent.Sensors;

/// <summary>A sensor that hands over single events.</summary>
public interface IEventSensor<TSignal> : ISensor
{
    /// <summary>Hands over the events that are there, without waiting.</summary>
    /// <returns>Their number.</returns>
    int Drain(Action<TSignal> handler);

    /// <summary>Waits until there may be events, or the time is over, or the token is cancelled.</summary>
    void Wait(TimeSpan timeout, CancellationToken cancellationToken);
}
