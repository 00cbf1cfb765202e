namespace Waggle.Agent.Sessions;

/// <summary>The end of a session: the first of a request to stop, the end of its time, and the end of the followed command.</summary>
public sealed class SessionEnd : IDisposable
{
    private readonly CancellationTokenSource _source;

    /// <summary>Starts the clock.</summary>
    /// <param name="session">The session.</param>
    /// <param name="duration">Longest duration, or null for no limit.</param>
    /// <param name="stop">A request to stop.</param>
    public SessionEnd(ProbeSession session, TimeSpan? duration, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(session);
        _source = CancellationTokenSource.CreateLinkedTokenSource(stop);
        if (duration is { } limit) _source.CancelAfter(limit);
        session.Command?.Ended.ContinueWith(_ => Cancel(), TaskScheduler.Default);
    }

    /// <summary>Cancelled at the end.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Stops the clock.</summary>
    public void Dispose() => _source.Dispose();

    private void Cancel()
    {
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The session is over; the command ended after it.
        }
    }
}
