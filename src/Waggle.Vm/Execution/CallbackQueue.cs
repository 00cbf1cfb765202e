using Waggle.Bpf.Errors;
using Waggle.Vm.Maps;

namespace Waggle.Vm.Execution;

/// <summary>The timers and work queues of an engine: which there are, and which is due next (kernel/bpf/helpers.c).</summary>
/// <remarks>Thread-safe. Its lock is the innermost: nothing of maps or programs is called under it.</remarks>
internal sealed class CallbackQueue(int cpuCount, VmHost host)
{
    private const int RealTimeClock = 0, MonotonicClock = 1, BootClock = 7, ClockCount = 16; // include/uapi/linux/time.h
    private const ulong Absolute = 1, PinnedToCpu = 2; // BPF_F_TIMER_ABS, BPF_F_TIMER_CPU_PIN
    private const Errno WouldDeadlock = (Errno)35;

    private readonly object _lock = new();
    private readonly Dictionary<ulong, QueuedCallback> _byPlace = []; // by address of the field
    private readonly SortedSet<QueuedCallback> _waiting = new(Comparer<QueuedCallback>.Create((a, b) => a.Place!.Value.CompareTo(b.Place!.Value)));
    private readonly QueuedCallback?[] _running = new QueuedCallback?[cpuCount];
    private long _serial;

    /// <summary>Called when there is something new to wait for.</summary>
    internal Action? Waiting { get; set; }

    /// <summary>How many timers and work items there are.</summary>
    internal int Count
    {
        get
        {
            lock (_lock) return _byPlace.Count;
        }
    }

    /// <summary><c>bpf_timer_init</c>, <c>bpf_wq_init</c>.</summary>
    internal Errno Init(ulong place, VmMap map, ulong value, SpecialFieldKind kind, ulong flags)
    {
        if (flags >= ClockCount || (kind == SpecialFieldKind.Timer ? (int)flags is not (RealTimeClock or MonotonicClock or BootClock) : flags != 0)) return Errno.Invalid;
        lock (_lock)
        {
            if (_byPlace.ContainsKey(place)) return Errno.Busy;
            if (map.IsReleased) return Errno.NotPermitted;
            _byPlace.Add(place, new QueuedCallback(map, value, kind, (int)flags));
            return Errno.None;
        }
    }

    /// <summary><c>bpf_timer_set_callback</c>, <c>bpf_wq_set_callback</c>.</summary>
    internal Errno SetCallback(ulong place, Executable program, int function)
    {
        lock (_lock)
        {
            if (!_byPlace.TryGetValue(place, out QueuedCallback? found)) return Errno.Invalid;
            if (found.Map.IsReleased) return Errno.NotPermitted;
            (found.Program, found.Function) = (program, function);
            return Errno.None;
        }
    }

    /// <summary><c>bpf_timer_start</c>.</summary>
    internal Errno Start(ulong place, ulong nanoseconds, ulong flags)
    {
        if ((flags & ~(Absolute | PinnedToCpu)) != 0) return Errno.Invalid;
        lock (_lock)
        {
            if (!_byPlace.TryGetValue(place, out QueuedCallback? found) || found.Program is null) return Errno.Invalid;
            long now = (long)host.MonotonicNanoseconds, due = (long)nanoseconds;
            if ((flags & Absolute) == 0) due = Add(now, due);
            else if (found.Clock != MonotonicClock) due = Add(now, due - (found.Clock == BootClock ? (long)host.BootNanoseconds : host.RealTimeNanoseconds));
            Enqueue(found, due);
        }

        Waiting?.Invoke();
        return Errno.None;
    }

    /// <summary><c>bpf_wq_start</c>: as soon as may be. Work that waits already is not queued twice.</summary>
    internal Errno StartWork(ulong place, ulong flags)
    {
        if (flags != 0) return Errno.Invalid;
        lock (_lock)
        {
            if (!_byPlace.TryGetValue(place, out QueuedCallback? found)) return Errno.Invalid;
            if (found.Program is not null && found.Place is null) Enqueue(found, (long)host.MonotonicNanoseconds);
        }

        Waiting?.Invoke();
        return Errno.None;
    }

    /// <summary><c>bpf_timer_cancel</c>: waits for a callback that is running on another CPU.</summary>
    /// <returns>1 if it was set or running, 0 if not, or -errno.</returns>
    internal long Cancel(ulong place, int cpu)
    {
        lock (_lock)
        {
            if (!_byPlace.TryGetValue(place, out QueuedCallback? found)) return -(long)Errno.Invalid;
            QueuedCallback? own = _running[cpu];
            if (own == found) return -(long)WouldDeadlock;
            if (own is not null)
            {
                // Two callbacks must not wait for each other.
                if (own.Cancelling > 0) return -(long)WouldDeadlock;
                found.Cancelling++;
            }

            bool wasActive = found.Place is not null || found.IsRunning;
            found.Program = null;
            Dequeue(found);
            while (found.IsRunning) Monitor.Wait(_lock);
            if (own is not null) found.Cancelling--;
            Dequeue(found); // it may have set itself again
            return wasActive ? 1 : 0;
        }
    }

    /// <summary>Ends what lies in a value that is taken out of its map. Does not wait for a callback that is running.</summary>
    internal void Forget(VmMap map, ulong value)
    {
        lock (_lock)
        {
            foreach (SpecialField field in map.Layout.Fields)
            {
                if (_byPlace.Remove(value + (ulong)field.Offset, out QueuedCallback? found)) End(found);
            }
        }
    }

    /// <summary>Ends all that lies in a map, and lets nothing be begun there again. Does not wait.</summary>
    internal void Release(VmMap map)
    {
        lock (_lock)
        {
            map.IsReleased = true;
            foreach ((ulong place, QueuedCallback found) in _byPlace.Where(p => p.Value.Map == map).ToArray())
            {
                _byPlace.Remove(place);
                End(found);
            }
        }
    }

    /// <summary>Takes what is due, to be run on a CPU that the caller holds.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="before">Only what was set before: <see cref="Now"/> of an earlier moment.</param>
    /// <returns>What is due; null if nothing is. <see cref="Finish"/> ends it.</returns>
    internal DueCallback? Take(int cpu, (long Time, long Serial) before)
    {
        lock (_lock)
        {
            QueuedCallback? found = null;
            foreach (QueuedCallback each in _waiting)
            {
                if (each.Place!.Value.Due > before.Time) break;
                if (each.Place.Value.Serial > before.Serial || each.IsRunning) continue;
                found = each;
                break;
            }

            if (found is null) return null;
            Dequeue(found);
            found.IsRunning = true;
            DueCallback due = new(found, found.Program!, found.Function, _running[cpu]);
            _running[cpu] = found;
            return due;
        }
    }

    /// <summary>Ends a run of a callback.</summary>
    internal void Finish(int cpu, in DueCallback due)
    {
        lock (_lock)
        {
            due.Source.IsRunning = false;
            _running[cpu] = due.Outer;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>This moment: what is due by now.</summary>
    internal (long Time, long Serial) Now()
    {
        lock (_lock) return ((long)host.MonotonicNanoseconds, _serial);
    }

    /// <summary>When the next one is due, by the monotonic clock; null if none is set.</summary>
    internal long? NextDue()
    {
        lock (_lock) return _waiting.Min?.Place!.Value.Due;
    }

    private void Enqueue(QueuedCallback callback, long due)
    {
        Dequeue(callback);
        if (callback.IsGone) return;
        callback.Place = (due, ++_serial);
        _waiting.Add(callback);
    }

    private void Dequeue(QueuedCallback callback)
    {
        if (callback.Place is null) return;
        _waiting.Remove(callback);
        callback.Place = null;
    }

    private void End(QueuedCallback callback)
    {
        Dequeue(callback);
        (callback.Program, callback.IsGone) = (null, true);
    }

    private static long Add(long time, long span) => span > 0 && time > long.MaxValue - span ? long.MaxValue : time + span;
}
