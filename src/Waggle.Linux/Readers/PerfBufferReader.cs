using System.Numerics;
using System.Runtime.CompilerServices;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;
using Waggle.Linux.Interop;
using Waggle.Linux.Machine;
using Waggle.Linux.Maps;

namespace Waggle.Linux.Readers;

/// <summary>Reads what programs send with <c>bpf_perf_event_output</c> to a perf event array: a buffer for each CPU.</summary>
/// <typeparam name="T">A record, laid out as the program lays it out. A longer record is read as its first bytes.</typeparam>
/// <remarks>Records of one CPU come in order; those of several are not sorted. Nothing is allocated for one. One thread reads at a
/// time (a second one gets an <see cref="InvalidOperationException"/>); <see cref="Counts"/> and <see cref="Dispose"/> may come from
/// any. CPUs that are plugged in later are not read. Where Linux 5.8 is old enough, a ring buffer is the better choice. Linux 4.4.</remarks>
public sealed unsafe partial class PerfBufferReader<T> : IDisposable where T : unmanaged
{
    private const int LongestRecord = 64 * 1024; // perf_event_header.size has 16 bits

    private readonly KernelMap _map;
    private readonly List<PerfRing> _rings = [];
    private readonly byte[] _scratch = GC.AllocateUninitializedArray<byte>(LongestRecord, pinned: true);
    private readonly RingWaiter _waiter;
    private ulong _delivered;
    private int _isReading;
    private volatile bool _isTold; // whether a wait has told of records, and no drain came since
    private volatile bool _isDisposed;

    /// <summary>Opens a perf event on each CPU that is plugged in, and puts it into the map.</summary>
    /// <param name="map">The perf event array; it must outlive the reader, and have an entry for each possible CPU.</param>
    /// <param name="options">Sizes, or null for the usual ones.</param>
    /// <exception cref="BpfMapException">It is no perf event array, or has too few entries.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="BpfPermissionException">The process lacks CAP_PERFMON.</exception>
    /// <exception cref="BpfException">The kernel refuses.</exception>
    public PerfBufferReader(KernelMap map, PerfBufferOptions? options = null)
    {
        options ??= new PerfBufferOptions();
        MapView.CheckKind(map, "A PerfBufferReader", MapType.PerfEventArray);
        if (options.PagesPerCpu <= 0 || !BitOperations.IsPow2(options.PagesPerCpu))
            throw new ArgumentOutOfRangeException(nameof(options), options.PagesPerCpu, "The pages of each CPU are a power of two.");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.WakeUpEvery);
        if (map.MaxEntries < PossibleCpus.Count)
            throw new BpfMapException("open a perf buffer", map.ToString(), Errno.None,
                $"It has {map.MaxEntries} entries for {PossibleCpus.Count} CPUs: what programs on the others send would be lost.");
        _map = map;
        try
        {
            for (int cpu = 0; cpu < PossibleCpus.Count; cpu++)
            {
                if (PerfRing.TryOpen(cpu, options, map.ToString()) is not { } ring) continue;
                _rings.Add(ring);
                using SafeDescriptor.Lease lease = ring.Descriptor.Use();
                int number = lease.Number;
                Errno error = map.Update(&cpu, &number, (ulong)UpdateMode.AddOrReplace);
                if (error != Errno.None) throw map.UpdateError(error);
            }
            _waiter = new RingWaiter([.. _rings.Select(r => r.Descriptor)]);
        }
        catch
        {
            Close();
            throw;
        }
    }

    /// <summary>Records lost and delivered so far, over all CPUs.</summary>
    /// <exception cref="ObjectDisposedException">The reader is disposed.</exception>
    public PerfBufferCounts Counts
    {
        get
        {
            ulong lost = 0;
            foreach (PerfRing ring in _rings) lost += ring.ReadLost();
            return new(lost, Volatile.Read(ref _delivered));
        }
    }

    /// <summary>Hands over every record that is there now, CPU by CPU, without waiting.</summary>
    /// <param name="handler">Receives each record where it lies.</param>
    /// <returns>Number of records handed over.</returns>
    /// <exception cref="BpfMapException">A record is shorter than <typeparamref name="T"/>. It is skipped.</exception>
    /// <remarks>If the handler throws, the record that it was given counts as delivered, and the exception passes through.</remarks>
    public int Drain(PerfRecordHandler<T> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        if (Interlocked.Exchange(ref _isReading, 1) != 0)
            throw new InvalidOperationException($"The reader of {_map} is in use: one thread reads at a time, and a handler must not read.");
        int count = 0;
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _isTold = false;
            foreach (PerfRing ring in _rings) Drain(ring, handler, ref count);
        }
        finally
        {
            Volatile.Write(ref _delivered, _delivered + (ulong)count);
            Volatile.Write(ref _isReading, 0);
        }
        return count;
    }

    /// <summary>Waits until a CPU has collected as many records as the options say, or the time is over.</summary>
    /// <param name="timeout">Longest wait; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <param name="cancellationToken">Ends the wait at once.</param>
    /// <returns>Whether there are records, however few.</returns>
    /// <exception cref="ObjectDisposedException">The reader is disposed, maybe during the wait.</exception>
    public bool Wait(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        long start = Environment.TickCount64;
        // A poll forgets that it was told of records, so those of which one has told already are not waited for again; and it is told
        // of records that were drained before it came.
        while (!(_isTold && HasData()))
        {
            TimeSpan left = timeout == Timeout.InfiniteTimeSpan
                ? timeout
                : TimeSpan.FromMilliseconds(Math.Max(0, timeout.TotalMilliseconds - (Environment.TickCount64 - start)));
            bool isTold = _waiter.Wait(left, cancellationToken);
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _isTold = HasData();
            if (!isTold) return _isTold; // fewer records than end a wait are there too
        }
        return true;
    }

    /// <summary>Takes the perf events out of the map and closes them, after the read that is going on. The map stays open.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _waiter.Wake();
        _waiter.Dispose();
        Close();
    }

    private bool HasData()
    {
        foreach (PerfRing ring in _rings)
        {
            ring.Acquire();
            bool hasData = ring.HasData;
            ring.Release();
            if (hasData) return true;
        }
        return false;
    }

    private void Drain(PerfRing ring, PerfRecordHandler<T> handler, ref int count)
    {
        ring.Acquire();
        var cursor = new PerfCursor(ring, (byte*)Unsafe.AsPointer(ref _scratch[0]));
        try
        {
            while (cursor.MoveNext())
            {
                if (cursor.Length < sizeof(T)) ThrowTooShort(cursor.Length);
                count++;
                handler(ring.Cpu, in Unsafe.AsRef<T>(cursor.Record));
            }
        }
        finally
        {
            cursor.Publish();
            ring.Release();
        }
    }

    private void Close()
    {
        foreach (PerfRing ring in _rings)
        {
            int cpu = ring.Cpu;
            try
            {
                _map.TryDelete(&cpu);
            }
            catch (ObjectDisposedException)
            {
                // The map is closed, and with it went what it held.
            }
            ring.Dispose();
        }
    }

    private void ThrowTooShort(int length) =>
        throw new BpfMapException("read a record", _map.ToString(), Errno.None,
            $"A record has {length} bytes, and {typeof(T)} has {sizeof(T)}: use the type that the program uses.");
}
