namespace Waggle.Vm.Maps;

/// <summary>Wakes the side of a ring that waits. Costs the other side one read while nobody does.</summary>
/// <remarks>No wake-up is lost: who waits counts itself (a fence) and then looks at the ring; who changes the ring does so with a fence
/// and then looks at the count. One of the two sees the other.</remarks>
internal sealed class RingSignal
{
    private readonly object _monitor = new();
    private int _waiters;
    private bool _isWoken;
    private long _turn;

    /// <summary>Also told when the ring has news; called on the thread of the run.</summary>
    public event Action? Signalled;

    /// <summary>Something has changed, and a fence was passed since.</summary>
    public void Set()
    {
        Signalled?.Invoke();
        if (Volatile.Read(ref _waiters) == 0) return;
        lock (_monitor)
        {
            _turn++;
            Monitor.PulseAll(_monitor);
        }
    }

    /// <summary>Ends a wait that is going on, or the next one.</summary>
    public void Wake()
    {
        lock (_monitor)
        {
            _isWoken = true;
            Monitor.PulseAll(_monitor);
        }
    }

    /// <summary>Waits for a condition.</summary>
    /// <returns>Whether it is true; false when the time is over, or the wait was cancelled or woken.</returns>
    public bool Wait(Func<bool> condition, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (condition()) return true;
        long end = timeout < TimeSpan.Zero ? long.MaxValue : Environment.TickCount64 + (long)Math.Ceiling(timeout.TotalMilliseconds);
        using CancellationTokenRegistration registration = cancellationToken.Register(static signal => ((RingSignal)signal!).Pulse(), this);
        Interlocked.Increment(ref _waiters);
        try
        {
            lock (_monitor)
            {
                while (true)
                {
                    if (_isWoken)
                    {
                        _isWoken = false;
                        return false;
                    }
                    if (condition()) return true;
                    if (cancellationToken.IsCancellationRequested) return false;
                    long left = end == long.MaxValue ? Timeout.Infinite : end - Environment.TickCount64;
                    if (left <= 0 && end != long.MaxValue) return false;
                    long turn = _turn;
                    Monitor.Wait(_monitor, (int)Math.Min(left, int.MaxValue));
                    // Forced although nothing is complete yet: the caller looks for itself, as after the kernel's poll.
                    if (turn != _turn) return true;
                }
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiters);
        }
    }

    private void Pulse()
    {
        lock (_monitor) Monitor.PulseAll(_monitor);
    }
}
