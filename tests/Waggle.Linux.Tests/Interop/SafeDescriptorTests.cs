using Waggle.Linux.Interop;

namespace Waggle.Linux.Tests.Interop;

/// <summary>A descriptor stays open while it is used, and its number never leads to the file that gets it next.</summary>
public unsafe class SafeDescriptorTests
{
    [Fact]
    public void Acquire_OfTheFirstThread_IsNotCounted()
    {
        using SafeDescriptor descriptor = CreateEvent();

        int number = descriptor.Acquire(out bool isCounted);
        descriptor.Release(isCounted);

        Assert.False(isCounted);
        Assert.Equal((int)descriptor.DangerousGetHandle(), number);
    }

    [Fact]
    public void Acquire_OfASecondThread_IsCounted()
    {
        using SafeDescriptor descriptor = CreateEvent();
        descriptor.Acquire(out bool isFirstCounted);
        bool isSecondCounted = false;

        RunOnItsOwn(() =>
        {
            descriptor.Acquire(out isSecondCounted);
            descriptor.Release(isSecondCounted);
        });

        descriptor.Release(isFirstCounted);
        Assert.True(isSecondCounted);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Acquire_AfterDispose_Throws(bool byTheFirstThread)
    {
        SafeDescriptor descriptor = CreateEvent();
        if (byTheFirstThread) Touch(descriptor);
        else RunOnItsOwn(() => Touch(descriptor));

        descriptor.Dispose();

        Assert.Throws<ObjectDisposedException>(() => Touch(descriptor));
    }

    /// <summary>One thread writes to an event while another closes it and opens the next, which gets its number: the next one's count
    /// stays 0.</summary>
    [Theory, InlineData(false), InlineData(true)]
    public void Dispose_WhileItIsUsed_NoUseReachesTheNextFileOfItsNumber(bool isCounted)
    {
        const int Rounds = 300;
        int written = 0, misled = 0;
        SafeDescriptor? shared = null;
        var writer = new Thread(() =>
        {
            for (SafeDescriptor? last = null; ;)
            {
                SafeDescriptor? current = Volatile.Read(ref shared);
                if (current is { IsInvalid: true }) return; // the sign to end
                if (current is null || current == last)
                {
                    Thread.Yield();
                    continue;
                }
                last = current;
                while (TryWrite(current)) written++;
            }
        });
        writer.Start();
        for (int round = 0; round < Rounds; round++)
        {
            SafeDescriptor descriptor = CreateEvent();
            if (isCounted) Touch(descriptor); // this thread is its first: the writer has to count
            Volatile.Write(ref shared, descriptor);
            while (round % 2 == 0 && ReadCount(descriptor) == 0) Thread.Yield(); // in every second round the writer is at work for sure
            descriptor.Dispose();
            using SafeDescriptor next = CreateEvent();
            if (ReadCount(next) != 0) misled++;
        }
        Volatile.Write(ref shared, new SafeDescriptor(-1));
        writer.Join();

        Assert.True(written >= Rounds / 2, $"the writer came to its turn {written} times");
        Assert.Equal(0, misled);
    }

    private static SafeDescriptor CreateEvent()
    {
        const int NonBlocking = 0x800; // EFD_NONBLOCK
        int number = Libc.CreateEvent(0, NonBlocking);
        Assert.True(number >= 0);
        return new SafeDescriptor(number);
    }

    private static void Touch(SafeDescriptor descriptor)
    {
        descriptor.Acquire(out bool isCounted);
        descriptor.Release(isCounted);
    }

    private static bool TryWrite(SafeDescriptor descriptor)
    {
        try
        {
            int number = descriptor.Acquire(out bool isCounted);
            ulong one = 1;
            Libc.Write(number, &one, sizeof(ulong));
            descriptor.Release(isCounted);
            return true;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }

    private static ulong ReadCount(SafeDescriptor descriptor)
    {
        using SafeDescriptor.Lease lease = descriptor.Use();
        ulong count = 0;
        return Libc.Read(lease.Number, &count, sizeof(ulong)) == sizeof(ulong) ? count : 0;
    }

    private static void RunOnItsOwn(Action action)
    {
        var thread = new Thread(() => action());
        thread.Start();
        thread.Join();
    }
}
