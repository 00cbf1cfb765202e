using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Maps;

namespace Waggle.Linux.Readers;

/// <summary>A ring buffer's pages in this process: the consumer's position, the producers' position, and the data twice in a row,
/// so that a record that goes round the end lies in one piece.</summary>
/// <remarks>Layout from ringbuf_map_mmap in kernel/bpf/ringbuf.c: page 0 is the consumer's to write, page 1 and the data are the producers'.</remarks>
internal sealed unsafe class RingMemory : IDisposable
{
    private readonly SafeMapping _consumerPage;
    private readonly SafeMapping _producerPages;

    private RingMemory(SafeMapping consumerPage, SafeMapping producerPages, ulong capacity)
    {
        (_consumerPage, _producerPages, Mask) = (consumerPage, producerPages, capacity - 1);
        Consumer = (ulong*)consumerPage.Address;
        Producer = (ulong*)producerPages.Address;
        Data = producerPages.Address + Environment.SystemPageSize;
    }

    /// <summary>Turns a position into an offset in <see cref="Data"/>.</summary>
    public ulong Mask { get; }

    /// <summary>Position up to which records are consumed.</summary>
    public ulong* Consumer { get; }

    /// <summary>Position up to which records are reserved.</summary>
    public ulong* Producer { get; }

    /// <summary>The first record's header at position 0.</summary>
    public byte* Data { get; }

    /// <summary>Maps the pages: writable is the side that is ours, the consumer's of a ring buffer, the producer's of a user ring buffer
    /// (ringbuf_map_mmap_kern and ringbuf_map_mmap_user).</summary>
    /// <exception cref="BpfException">The kernel refuses to map it.</exception>
    public static RingMemory Map(KernelMap map, bool isProducer = false)
    {
        nuint pageSize = (nuint)Environment.SystemPageSize;
        SafeMapping consumerPage = SafeMapping.TryCreate(map.Descriptor, 0, pageSize, isWritable: !isProducer)
            ?? throw KernelError.Map("map a ring buffer into memory", map.ToString(), Libc.LastError);
        SafeMapping? producerPages = SafeMapping.TryCreate(
            map.Descriptor, (nint)pageSize, pageSize + 2 * (nuint)map.MaxEntries, isWritable: isProducer);
        if (producerPages is not null) return new RingMemory(consumerPage, producerPages, map.MaxEntries);

        Errno error = Libc.LastError;
        consumerPage.Dispose();
        throw KernelError.Map("map a ring buffer into memory", map.ToString(), error);
    }

    /// <summary>Keeps the pages mapped until <see cref="Release"/>, even if another thread disposes the reader.</summary>
    /// <exception cref="ObjectDisposedException">They are gone.</exception>
    public void Acquire()
    {
        bool isAdded = false;
        _consumerPage.DangerousAddRef(ref isAdded);
        isAdded = false;
        try
        {
            _producerPages.DangerousAddRef(ref isAdded);
        }
        catch
        {
            _consumerPage.DangerousRelease();
            throw;
        }
    }

    /// <summary>Ends what <see cref="Acquire"/> began.</summary>
    public void Release()
    {
        _producerPages.DangerousRelease();
        _consumerPage.DangerousRelease();
    }

    public void Dispose()
    {
        _consumerPage.Dispose();
        _producerPages.Dispose();
    }
}
