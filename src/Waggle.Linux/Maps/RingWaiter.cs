using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Maps;

/// <summary>Waits for records, and can be woken from another thread.</summary>
internal sealed unsafe class RingWaiter : IDisposable
{
    private const int CloseOnExec = 0x80000, NonBlocking = 0x800; // EFD_CLOEXEC, EFD_NONBLOCK

    private readonly SafeDescriptor[] _rings;
    private readonly short _event;
    private readonly SafeDescriptor _wake;

    /// <summary>Makes a waiter for one event on any of the rings.</summary>
    public RingWaiter(SafeDescriptor[] rings, short @event = PollDescriptor.In)
    {
        (_rings, _event) = (rings, @event);
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

    /// <summary>Waits until a ring buffer has data (or room, as the waiter was made for), the time is over or <see cref="Wake"/> was called.</summary>
    /// <returns>Whether it has.</returns>
    public bool Wait(TimeSpan timeout)
    {
        using SafeDescriptor.Lease wake = _wake.Use();
        PollDescriptor* descriptors = stackalloc PollDescriptor[_rings.Length + 1];
        int leased = 0;
        try
        {
            for (; leased < _rings.Length; leased++)
            {
                bool isAdded = false;
                _rings[leased].DangerousAddRef(ref isAdded);
                descriptors[leased] = new PollDescriptor { fd = (int)_rings[leased].DangerousGetHandle(), events = _event };
            }
            descriptors[leased] = new PollDescriptor { fd = wake.Number, events = PollDescriptor.In };
            return Poll(descriptors, leased, timeout);
        }
        finally
        {
            while (leased > 0) _rings[--leased].DangerousRelease();
        }
    }

    /// <summary>The same, and cancellation ends the wait.</summary>
    /// <returns>Whether it has; false if the wait was cancelled and it has not.</returns>
    public bool Wait(TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return false;
        if (!cancellationToken.CanBeCanceled) return Wait(timeout);

        bool isReady;
        // Disposing the registration waits for a callback that is running: no wake-up comes after it, so none is left for the next wait.
        using (cancellationToken.UnsafeRegister(static waiter => ((RingWaiter)waiter!).Wake(), this))
            isReady = Wait(timeout);
        if (cancellationToken.IsCancellationRequested) Reset();
        return isReady;
    }

    /// <summary>Forgets wake-ups that nobody has waited for.</summary>
    private void Reset()
    {
        using SafeDescriptor.Lease wake = _wake.Use();
        Reset(wake.Number);
    }

    public void Dispose() => _wake.Dispose();

    // The wake-up is the last of the descriptors.
    private static bool Poll(PollDescriptor* descriptors, int rings, TimeSpan timeout)
    {
        long start = Environment.TickCount64;
        while (true)
        {
            int left = timeout == Timeout.InfiniteTimeSpan
                ? -1
                : (int)Math.Clamp(timeout.TotalMilliseconds - (Environment.TickCount64 - start), 0, int.MaxValue);
            int ready = Libc.Poll(descriptors, (nuint)rings + 1, left);
            if (ready < 0 && Libc.LastError == Errno.Interrupted) continue;
            if (ready < 0) throw KernelError.Other("wait for records", "the ring buffer", Libc.LastError);

            bool isWoken = descriptors[rings].revents != 0;
            if (isWoken) Reset(descriptors[rings].fd);
            return ready > (isWoken ? 1 : 0);
        }
    }

    private static void Reset(int wake)
    {
        ulong count;
        Libc.Read(wake, &count, sizeof(ulong));
    }
}
