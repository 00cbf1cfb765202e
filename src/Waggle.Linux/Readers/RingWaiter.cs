using Waggle.Linux.Errors;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Readers;

/// <summary>Waits for records, and can be woken from another thread.</summary>
internal sealed unsafe class RingWaiter : IDisposable
{
    private const int CloseOnExec = 0x80000, NonBlocking = 0x800; // EFD_CLOEXEC, EFD_NONBLOCK

    private readonly SafeDescriptor _ring;
    private readonly SafeDescriptor _wake;

    public RingWaiter(SafeDescriptor ring)
    {
        _ring = ring;
        int wake = Libc.CreateEvent(0, CloseOnExec | NonBlocking);
        _wake = wake >= 0 ? new SafeDescriptor(wake) : throw KernelError.Other("create an event", "eventfd", Libc.LastError);
    }

    /// <summary>Ends a wait that is going on, or the next one.</summary>
    public void Wake()
    {
        try
        {
            using SafeDescriptor.Lease lease = _wake.Use();
            ulong one = 1;
            Libc.Write(lease.Number, &one, sizeof(ulong)); // fails only if the counter is full, and then it wakes already
        }
        catch (ObjectDisposedException)
        {
            // Nobody waits on a closed reader.
        }
    }

    /// <summary>Waits until the ring buffer has data, the time is over or <see cref="Wake"/> was called.</summary>
    /// <returns>Whether the ring buffer has data.</returns>
    public bool Wait(TimeSpan timeout)
    {
        using SafeDescriptor.Lease ring = _ring.Use();
        using SafeDescriptor.Lease wake = _wake.Use();
        PollDescriptor* descriptors = stackalloc PollDescriptor[2];
        descriptors[0] = new PollDescriptor { fd = ring.Number, events = PollDescriptor.In };
        descriptors[1] = new PollDescriptor { fd = wake.Number, events = PollDescriptor.In };

        long start = Environment.TickCount64;
        while (true)
        {
            int left = timeout == Timeout.InfiniteTimeSpan
                ? -1
                : (int)Math.Clamp(timeout.TotalMilliseconds - (Environment.TickCount64 - start), 0, int.MaxValue);
            int ready = Libc.Poll(descriptors, 2, left);
            if (ready < 0 && Libc.LastError == Errno.Interrupted) continue;
            if (ready < 0) throw KernelError.Other("wait for records", "the ring buffer", Libc.LastError);

            if (descriptors[1].revents != 0) Reset(wake.Number);
            return descriptors[0].revents != 0;
        }
    }

    /// <summary>Forgets wake-ups that nobody has waited for.</summary>
    public void Reset()
    {
        using SafeDescriptor.Lease wake = _wake.Use();
        Reset(wake.Number);
    }

    public void Dispose() => _wake.Dispose();

    private static void Reset(int wake)
    {
        ulong count;
        Libc.Read(wake, &count, sizeof(ulong));
    }
}
