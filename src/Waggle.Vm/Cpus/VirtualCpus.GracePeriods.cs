using System.Collections.Concurrent;

namespace Waggle.Vm.Cpus;

/// <summary>Grace periods: when no run can point to something any more. The reasoning stands at the class.</summary>
internal sealed unsafe partial class VirtualCpus
{
    private readonly ConcurrentQueue<(ulong Stamp, Action Release)> _retired = new();
    private readonly ulong* _epoch;
    private ulong _passed; // every stamp up to this one has passed

    /// <summary>A stamp for what the caller has unlinked before the call.</summary>
    public ulong Retire()
    {
        Interlocked.MemoryBarrier();
        return *_epoch + 1;
    }

    /// <summary>Has something done when all runs that are under way now have ended: at a later call of this method or at
    /// <see cref="Dispose"/>, on the thread that makes it.</summary>
    /// <param name="release">Must not throw.</param>
    public void Defer(Action release)
    {
        _retired.Enqueue((Retire(), release));
        ReleasePassed();
    }

    /// <summary>Whether all runs that were under way when the stamp was taken have ended. Never waits.</summary>
    public bool HasPassed(ulong stamp) => stamp <= Volatile.Read(ref _passed) || Scan(stamp);

    /// <summary>Waits until all runs that are under way on other threads have ended.</summary>
    /// <exception cref="InvalidOperationException">The calling thread is inside a run, which would wait for itself.</exception>
    public void Synchronize()
    {
        if (Current is not null)
            throw new InvalidOperationException("A thread that runs a program can't wait for running programs to end. Call it outside of the run.");
        ulong stamp = Retire();
        var wait = new SpinWait();
        while (!HasPassed(stamp)) wait.SpinOnce();
        ReleasePassed();
    }

    private bool Scan(ulong stamp)
    {
        // Runs that begin from here on must be told apart from those that the stamp waits for.
        ulong now;
        while ((now = Volatile.Read(ref *_epoch)) < stamp)
            Interlocked.CompareExchange(ref *_epoch, stamp, now);
        Interlocked.MemoryBarrier();
        ulong oldest = now;
        for (int i = 0; i < _cpus.Length; i++)
        {
            ulong epoch = Volatile.Read(ref _slots[i].Epoch);
            if (epoch != 0 && epoch < oldest) oldest = epoch;
        }
        ulong known;
        while ((known = Volatile.Read(ref _passed)) < oldest)
            Interlocked.CompareExchange(ref _passed, oldest, known);
        return stamp <= oldest;
    }

    private void ReleasePassed()
    {
        while (_retired.TryPeek(out (ulong Stamp, Action Release) first) && HasPassed(first.Stamp) && _retired.TryDequeue(out first))
            // Another thread may have taken the one that was looked at.
            if (HasPassed(first.Stamp)) first.Release();
            else
            {
                _retired.Enqueue(first);
                return;
            }
    }

    private void ReleaseAll()
    {
        while (_retired.TryDequeue(out (ulong Stamp, Action Release) first)) first.Release();
    }
}
