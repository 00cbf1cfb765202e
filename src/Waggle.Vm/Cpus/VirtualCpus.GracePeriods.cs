using System.Collections.Concurrent;

namespace Waggle.Vm.Cpus;

/// <summary>Grace periods: when no run can point to something any more. The reasoning stands at the class.</summary>
internal sealed unsafe partial class VirtualCpus
{
    private readonly ConcurrentQueue<(ulong Stamp, Action Release)> _retired = new();
    private readonly ulong* _epoch;
    private ulong _passed; // every stamp up to this one has passed
    private ulong _fenced; // after the epoch was raised to this one there was a barrier of the whole process

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
        bool isFenced = Volatile.Read(ref _fenced) >= now; // read first: the barrier comes before what it covers is looked at
        ulong oldest = Oldest(now, out bool hasOwner);
        if (hasOwner && !isFenced)
        {
            if (oldest < stamp) return false; // which takes no barrier to see
            Interlocked.MemoryBarrierProcessWide();
            Raise(ref _fenced, now);
            oldest = Oldest(now, out _);
        }

        Raise(ref _passed, oldest);
        return stamp <= oldest;
    }

    // The epoch that the oldest run began in, of those that are seen.
    private ulong Oldest(ulong now, out bool hasOwner)
    {
        hasOwner = false;
        ulong oldest = now;
        foreach (VirtualCpu cpu in _cpus)
        {
            ulong epoch = Volatile.Read(ref cpu.Slot->State);
            hasOwner |= epoch == CpuSlot.Owned;
            // Where the lease is another thread's by now, that thread has taken the CPU since: it can't find what was unlinked.
            if (epoch >= CpuSlot.Revoked) epoch = Volatile.Read(ref Volatile.Read(ref cpu.Lease)!.Epoch);
            if (epoch != 0 && epoch < oldest) oldest = epoch;
        }

        return oldest;
    }

    private static void Raise(ref ulong number, ulong to)
    {
        ulong known;
        while ((known = Volatile.Read(ref number)) < to)
            Interlocked.CompareExchange(ref number, to, known);
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
