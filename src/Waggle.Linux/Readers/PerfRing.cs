using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Readers;

/// <summary>One CPU's perf event with its ring.</summary>
/// <remarks>Layout and protocol: <c>struct perf_event_mmap_page</c> in include/uapi/linux/perf_event.h. The kernel moves data_head with
/// release semantics; we read it with acquire, and move data_tail with release after the last read of a record.</remarks>
internal sealed unsafe class PerfRing : IDisposable
{
    private const int HeadOffset = 1024, TailOffset = 1032; // data_head, data_tail

    private readonly SafeMapping _memory;
    private readonly bool _countsLost;

    private PerfRing(int cpu, SafeDescriptor descriptor, SafeMapping memory, bool countsLost, ulong size)
    {
        (Cpu, Descriptor, _memory, _countsLost) = (cpu, descriptor, memory, countsLost);
        Mask = size - 1;
        Head = (ulong*)(memory.Address + HeadOffset);
        Tail = (ulong*)(memory.Address + TailOffset);
        Data = memory.Address + Environment.SystemPageSize;
    }

    public int Cpu { get; }

    public SafeDescriptor Descriptor { get; }

    /// <summary>Turns a position into an offset in <see cref="Data"/>.</summary>
    public ulong Mask { get; }

    /// <summary>Position up to which the kernel has written.</summary>
    public ulong* Head { get; }

    /// <summary>Position up to which records are read.</summary>
    public ulong* Tail { get; }

    public byte* Data { get; }

    /// <summary>Records that the kernel has told of that it lost.</summary>
    public ulong LostAsTold { get; set; }

    /// <summary>Whether there is something to read.</summary>
    public bool HasData => Volatile.Read(ref *Head) != *Tail;

    /// <summary>Opens the event of a CPU; null if the CPU is not plugged in.</summary>
    /// <exception cref="BpfException">The kernel refuses it, or its memory.</exception>
    public static PerfRing? TryOpen(int cpu, PerfBufferOptions options, string map)
    {
        var attr = new PerfEventAttr
        {
            type = PerfEventAttr.PERF_TYPE_SOFTWARE,
            size = PerfEventAttr.SizeInBytes,
            config = PerfEventAttr.PERF_COUNT_SW_BPF_OUTPUT,
            sample_period = 1,
            sample_type = PerfEventAttr.PERF_SAMPLE_RAW,
            read_format = PerfEventAttr.PERF_FORMAT_LOST,
            wakeup_events = (uint)options.WakeUpEvery,
        };
        SafeDescriptor? descriptor = BpfCall.OpenPerfEvent(ref attr, processId: -1, cpu);
        bool countsLost = descriptor is not null;
        if (descriptor is null && Libc.LastError == Errno.Invalid)
        {
            attr.read_format = 0; // before 6.0
            descriptor = BpfCall.OpenPerfEvent(ref attr, processId: -1, cpu);
        }
        if (descriptor is null)
        {
            Errno error = Libc.LastError;
            return error == Errno.NoDevice ? null : throw KernelError.Other($"open the perf event of CPU {cpu}", map, error, Machine.Capability.PerfMon);
        }

        nuint size = (nuint)options.PagesPerCpu * (nuint)Environment.SystemPageSize;
        if (SafeMapping.TryCreate(descriptor, 0, (nuint)Environment.SystemPageSize + size, isWritable: true) is { } memory)
            return new PerfRing(cpu, descriptor, memory, countsLost, size);

        Errno refusal = Libc.LastError;
        descriptor.Dispose();
        throw KernelError.Other($"map the perf buffer of CPU {cpu} into memory", map, refusal, Machine.Capability.PerfMon);
    }

    /// <summary>Records lost so far.</summary>
    public ulong ReadLost()
    {
        if (!_countsLost) return LostAsTold;
        using SafeDescriptor.Lease lease = Descriptor.Use();
        ulong* values = stackalloc ulong[2]; // the event's value, and lost: PERF_FORMAT_LOST alone
        return Libc.Read(lease.Number, values, 16) == 16 ? values[1] : LostAsTold;
    }

    /// <summary>Keeps the pages mapped until <see cref="Release"/>.</summary>
    /// <exception cref="ObjectDisposedException">They are gone.</exception>
    public void Acquire()
    {
        bool isAdded = false;
        _memory.DangerousAddRef(ref isAdded);
    }

    public void Release() => _memory.DangerousRelease();

    public void Dispose()
    {
        _memory.Dispose();
        Descriptor.Dispose();
    }
}
