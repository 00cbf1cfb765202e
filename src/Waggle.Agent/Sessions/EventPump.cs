using Waggle.Agent.Sensors;

namespace Waggle.Agent.Sessions;

/// <summary>Reads one sensor's events until the end, and then what is left.</summary>
public static class EventPump
{
    // Programs do not wake the reader, which costs them more than all else they do; so it looks this often.
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(20);

    /// <summary>Hands over every event, in order.</summary>
    /// <param name="session">The session; it is detached at the end.</param>
    /// <param name="sensor">One of its sensors.</param>
    /// <param name="handle">Receives each event.</param>
    /// <param name="rest">Called whenever no more events are there: the moment to flush.</param>
    /// <param name="end">Ends it.</param>
    public static void Run<TSignal>(ProbeSession session, IEventSensor<TSignal> sensor, Action<TSignal> handle, Action rest, CancellationToken end)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(sensor);
        ArgumentNullException.ThrowIfNull(rest);
        while (!end.IsCancellationRequested)
        {
            int count = sensor.Drain(handle);
            rest();
            if (count == 0) sensor.Wait(s_poll, end);
        }

        session.Detach();
        sensor.Drain(handle);
        rest();
    }
}
