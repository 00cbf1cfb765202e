using System.Runtime.CompilerServices;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;

namespace Waggle.Bpf.Readers;

/// <summary>Reads the records of a ring buffer map, in the order in which programs reserved them.</summary>
/// <typeparam name="T">A record, laid out as the program lays it out. A longer record is read as its first bytes.</typeparam>
/// <remarks>Records are read where the program wrote them; nothing is copied or allocated for one. One thread reads at a time (a
/// second one gets an <see cref="InvalidOperationException"/>); <see cref="Counts"/> and <see cref="Dispose"/> may come from any.
/// A map has one consumer position, so open one reader for a map. Linux 5.8.</remarks>
public sealed unsafe partial class RingReader<T> : IDisposable where T : unmanaged
{
    /// <summary>Name of the map that counts records, beside a ring buffer map X: per CPU, [0] submitted, [1] could not be reserved.</summary>
    public const string CountsSuffix = ".counts";

    private const uint SubmittedIndex = 0;
    private const uint LostIndex = 1;

    private readonly LiveMap _map;
    private readonly PerCpuMap<uint, ulong>? _counts;
    private readonly RingMemory _memory;
    private ulong _delivered;
    private int _isReading;
    private volatile bool _isDisposed;

    /// <summary>Maps a ring buffer into memory.</summary>
    /// <param name="map">The ring buffer map; it must outlive the reader.</param>
    /// <param name="counts">The map that counts its records, or null.</param>
    /// <exception cref="BpfMapException">It is no ring buffer, or <paramref name="counts"/> is no per-CPU array of two 64-bit numbers.</exception>
    /// <exception cref="BpfException">The engine refuses to map it.</exception>
    public RingReader(LiveMap map, LiveMap? counts = null)
    {
        ArgumentNullException.ThrowIfNull(map);
        if (map.Type != MapType.RingBuffer)
            throw new BpfMapException("open a ring buffer", map.ToString(), Errno.None, "The map is no ring buffer.");
        _map = map;
        _counts = counts is null ? null : new PerCpuMap<uint, ulong>(counts);
        _memory = map.OpenRing(isProducer: false);
    }

    /// <summary>Records submitted, lost and delivered so far.</summary>
    /// <exception cref="ObjectDisposedException">The maps are closed.</exception>
    public RingCounts Counts => new(_counts?.Sum(SubmittedIndex), _counts?.Sum(LostIndex), Volatile.Read(ref _delivered));

    /// <summary>Hands over every complete record that is there now, without waiting.</summary>
    /// <param name="handler">Receives each record where it lies.</param>
    /// <returns>Number of records handed over.</returns>
    /// <exception cref="BpfMapException">A record is shorter than <typeparamref name="T"/>. It is skipped.</exception>
    /// <remarks>If the handler throws, the record that it was given counts as delivered, and the exception passes through.
    /// Records that are submitted meanwhile are left for the next call, so that it returns however busy the producers are.
    /// Wait between calls, if only for a millisecond: a reader in a tight loop takes cache lines from the producers and slows them
    /// several times over.</remarks>
    public int Drain(RecordHandler<T> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Enter();
        int count = 0;
        var cursor = new RingCursor(_memory);
        try
        {
            while (cursor.MoveNext())
            {
                if (cursor.Length < sizeof(T)) ThrowTooShort(cursor.Length);
                count++;
                handler(in Unsafe.AsRef<T>(cursor.Record));
            }
        }
        finally
        {
            cursor.Publish();
            Exit(count);
        }
        return count;
    }

    /// <summary>Goes over every complete record that is there now, by reference: <c>foreach (ref readonly T e in reader.ReadAvailable())</c>.</summary>
    /// <returns>What <c>foreach</c> goes over. A reference is valid until the next step.</returns>
    public Available ReadAvailable() => new(this);

    /// <summary>Waits until there is a record to read.</summary>
    /// <param name="timeout">Longest wait; <see cref="Timeout.InfiniteTimeSpan"/> for no limit. Records submitted with
    /// <c>BPF_RB_NO_WAKEUP</c> end no wait that has begun, so readers of such programs wait for short times.</param>
    /// <param name="cancellationToken">Ends the wait at once.</param>
    /// <returns>Whether there are records; false when the time is over or the wait was cancelled.</returns>
    /// <exception cref="ObjectDisposedException">The reader is disposed, maybe during the wait.</exception>
    public bool Wait(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        bool hasData = _memory.Wait(timeout, cancellationToken);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return hasData;
    }

    /// <summary>Unmaps the buffer, after the read that is going on. The map stays open.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _memory.Wake();
        _memory.Dispose();
    }

    private void Enter()
    {
        if (Interlocked.Exchange(ref _isReading, 1) != 0)
            throw new InvalidOperationException($"The reader of {_map} is in use: one thread reads at a time, and a handler must not read.");
        try
        {
            _memory.Acquire();
        }
        catch
        {
            Volatile.Write(ref _isReading, 0);
            throw;
        }
    }

    private void Exit(int delivered)
    {
        _memory.Release();
        Volatile.Write(ref _delivered, _delivered + (ulong)delivered);
        Volatile.Write(ref _isReading, 0);
    }

    private void ThrowTooShort(int length) =>
        throw new BpfMapException("read a record", _map.ToString(), Errno.None,
            $"A record has {length} bytes, and {typeof(T)} has {sizeof(T)}: use the type that the program uses.");
}
