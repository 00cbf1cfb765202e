using Waggle.Linux.Interop;

namespace Waggle.Linux.Tests.Interop;

/// <summary>A descriptor stays open while it is used: its number must not lead to the file that gets it next.</summary>
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

    [Fact]
    public void Dispose_WhileTheFirstThreadUsesIt_ClosesAfterwards()
    {
        SafeDescriptor descriptor = CreateEvent();
        int number = descriptor.Acquire(out bool isCounted);
        var closing = new Thread(descriptor.Dispose);

        closing.Start();
        while (!descriptor.IsClosed) Thread.Yield();
        for (int i = 0; i < 200; i++) // an early close would follow at once
        {
            Thread.Yield();
            Assert.True(IsOpen(number));
        }
        descriptor.Release(isCounted);
        closing.Join();

        Assert.True(descriptor.IsClosed);
    }

    [Fact]
    public void Dispose_WhileASecondThreadUsesIt_ClosesAfterwards()
    {
        SafeDescriptor descriptor = CreateEvent();
        RunOnItsOwn(() => Touch(descriptor));
        int number = descriptor.Acquire(out bool isCounted);

        descriptor.Dispose();
        bool isOpen = IsOpen(number);
        descriptor.Release(isCounted);

        Assert.True(isOpen);
        Assert.True(descriptor.IsClosed);
    }

    private static SafeDescriptor CreateEvent()
    {
        int number = Libc.CreateEvent(0, 0);
        Assert.True(number >= 0);
        return new SafeDescriptor(number);
    }

    private static void Touch(SafeDescriptor descriptor)
    {
        descriptor.Acquire(out bool isCounted);
        descriptor.Release(isCounted);
    }

    private static bool IsOpen(int number)
    {
        const short NoDescriptor = 0x20; // POLLNVAL
        var asked = new PollDescriptor { fd = number };
        Libc.Poll(&asked, 1, 0);
        return (asked.revents & NoDescriptor) == 0;
    }

    private static void RunOnItsOwn(Action action)
    {
        var thread = new Thread(() => action());
        thread.Start();
        thread.Join();
    }
}
