using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Maps;

/// <summary>A ring buffer's pages in this process: the consumer's position, the producers' position, and the data twice in a row,
/// so that a record that goes round the end lies in one piece.</summary>
/// <remarks>Layout from ringbuf_map_mmap in kernel/bpf/ringbuf.c: page 0 is the consumer's to write, page 1 and the data are the producers'.</remarks>
internal sealed unsafe class KernelRing : RingMemory
{
    private readonly SafeMapping _consumerPage;
    private readonly SafeMapping _producerPages;
    private readonly RingWaiter _waiter;

    private KernelRing(SafeMapping consumerPage, SafeMapping producerPages, RingWaiter waiter, ulong capacity)
        : base((ulong*)consumerPage.Address, (ulong*)producerPages.Address, producerPages.Address + Environment.SystemPageSize, capacity) =>
        (_consumerPage, _producerPages, _waiter) = (consumerPage, producerPages, waiter);

    /// <summary>Maps the pages: writable is the side that is ours, the consumer's of a ring buffer, the producer's of a user ring buffer
    /// (ringbuf_map_mmap_kern and ringbuf_map_mmap_user).</summary>
    /// <exception cref="BpfException">The kernel refuses to map it.</exception>
    public static KernelRing Map(KernelMap map, bool isProducer)
    {
        nuint pageSize = (nuint)Environment.SystemPageSize;
        SafeMapping consumerPage = SafeMapping.TryCreate(map.Descriptor, 0, pageSize, isWritable: !isProducer)
            ?? throw map.Refusal("map a ring buffer into memory", Libc.LastError);
        SafeMapping? producerPages = null;
        try
        {
            producerPages = SafeMapping.TryCreate(map.Descriptor, (nint)pageSize, pageSize + 2 * (nuint)map.MaxEntries, isWritable: isProducer)
                ?? throw map.Refusal("map a ring buffer into memory", Libc.LastError);
            var waiter = new RingWaiter([map.Descriptor], isProducer ? PollDescriptor.Out : PollDescriptor.In);
            return new KernelRing(consumerPage, producerPages, waiter, map.MaxEntries);
        }
        catch
        {
            producerPages?.Dispose();
            consumerPage.Dispose();
            throw;
        }
    }

    public override void Acquire()
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

    public override void Release()
    {
        _producerPages.DangerousRelease();
        _consumerPage.DangerousRelease();
    }

    public override bool Wait(TimeSpan timeout, CancellationToken cancellationToken) => _waiter.Wait(timeout, cancellationToken);

    public override void Wake() => _waiter.Wake();

    protected override void Dispose(bool isDisposing)
    {
        _waiter.Dispose();
        _consumerPage.Dispose();
        _producerPages.Dispose();
    }
}
