namespace Waggle.Bpf.Maps;

/// <summary>A ring buffer's memory in this process, and the wait for what is new in it.</summary>
/// <remarks>The kernel's layout (<c>kernel/bpf/ringbuf.c</c>): two positions that only grow; a record starts with a header of 8 bytes, whose
/// first word is its length and two bits, busy and discarded; the next one starts at a multiple of 8. A record lies in one piece: the
/// kernel maps the data twice in a row, and an engine that does not puts a discarded record in front of the end. Thread-safe.</remarks>
public abstract unsafe class RingMemory : IDisposable
{
    /// <summary>Takes over the places.</summary>
    /// <param name="consumer">Position up to which records are consumed.</param>
    /// <param name="producer">Position up to which records are reserved.</param>
    /// <param name="data">The record at position 0.</param>
    /// <param name="capacityInBytes">Size of the data: a power of two.</param>
    protected RingMemory(ulong* consumer, ulong* producer, byte* data, ulong capacityInBytes)
    {
        Consumer = consumer;
        Producer = producer;
        Data = data;
        Mask = capacityInBytes - 1;
    }

    /// <summary>Position up to which records are consumed; written by the consumer.</summary>
    public ulong* Consumer { get; }

    /// <summary>Position up to which records are reserved; written by the producers.</summary>
    public ulong* Producer { get; }

    /// <summary>The first record's header at position 0.</summary>
    public byte* Data { get; }

    /// <summary>Turns a position into an offset in <see cref="Data"/>.</summary>
    public ulong Mask { get; }

    /// <summary>Keeps the memory until <see cref="Release"/>, even if another thread disposes this object.</summary>
    /// <exception cref="ObjectDisposedException">It is gone.</exception>
    public abstract void Acquire();

    /// <summary>Ends what <see cref="Acquire"/> began.</summary>
    public abstract void Release();

    /// <summary>Waits until there is something to do for this side: records to read, or room to write.</summary>
    /// <param name="timeout">Longest wait; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <param name="cancellationToken">Ends the wait at once.</param>
    /// <returns>Whether there is; false when the time is over, or the wait was cancelled or woken.</returns>
    public abstract bool Wait(TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>Ends a wait that is going on, or the next one.</summary>
    public abstract void Wake();

    /// <summary>Gives the memory back once nobody holds it.</summary>
    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives the memory back once nobody holds it.</summary>
    /// <param name="isDisposing">False from a finalizer.</param>
    protected abstract void Dispose(bool isDisposing);
}
