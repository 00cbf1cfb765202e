using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Readers;
using Waggle.Linux.Maps;

namespace Waggle.Linux.KernelTests;

public class UserRingTests
{
    [Fact]
    public void TryWrite_ManyRounds_TheProgramReadsEachOnceInOrder()
    {
        using LoadedObject loaded = Load();
        using var writer = new UserRingWriter(loaded.Maps["commands"]);
        ulong next = 1;

        for (int round = 0; round < 40; round++) // 40 times 100 records of 16 bytes: some 15 times round the buffer
        {
            for (int i = 0; i < 100; i++) Assert.True(writer.TryWrite(next++));
            Assert.Equal(100U, loaded.Programs["drain"].Run().ReturnValue);
            Assert.Equal(0UL, writer.PendingBytes);
        }

        Assert.Equal(new Result { Count = 4000, Sum = 4000UL * 4001 / 2, InOrder = 4000, Last = 4000 }, Results(loaded));
        Assert.Equal((4000UL, 0UL), (writer.Submitted, writer.Refused));
    }

    [Fact]
    public void TryReserve_FullBuffer_IsRefusedAndCountedUntilTheProgramDrains()
    {
        using LoadedObject loaded = Load();
        using var writer = new UserRingWriter(loaded.Maps["commands"]);

        for (int i = 0; i < 4096 / 16; i++) Assert.True(writer.TryWrite((ulong)i));
        Assert.False(writer.TryWrite(1UL));
        Assert.Equal(4096UL, writer.PendingBytes);
        Assert.False(writer.WaitForRoom(TimeSpan.Zero));
        Assert.Equal(256U, loaded.Programs["drain"].Run().ReturnValue);
        Assert.True(writer.WaitForRoom(Timeout.InfiniteTimeSpan));
        Assert.True(writer.TryWrite(1UL));

        Assert.Equal((257UL, 1UL), (writer.Submitted, writer.Refused));
    }

    [Fact]
    public void TryReserve_DiscardedAndUnfinishedRecords_AreSkippedAndWaitedFor()
    {
        using LoadedObject loaded = Load();
        using var writer = new UserRingWriter(loaded.Maps["commands"]);

        Assert.True(writer.TryReserve(8, out UserRingRecord discarded));
        discarded.Dispose();
        Assert.True(writer.TryReserve(24, out UserRingRecord open));
        Assert.True(writer.TryWrite(9UL));
        Assert.NotEqual(1U, loaded.Programs["drain"].Run().ReturnValue); // the open record is in the way
        Assert.Equal(0UL, Results(loaded).Count);
        BitConverter.TryWriteBytes(open.Data, 5UL);
        open.Submit();
        loaded.Programs["drain"].Run();

        Assert.Equal(new Result { Count = 2, Sum = 14, InOrder = 2, Last = 9 }, Results(loaded));
        Assert.Equal(2UL, writer.Submitted);
    }

    [Fact]
    public async Task WaitForRoom_ProgramDrainsMeanwhile_Wakes()
    {
        using LoadedObject loaded = Load();
        using var writer = new UserRingWriter(loaded.Maps["commands"]);
        while (writer.TryWrite(1UL))
        {
        }
        Task<bool> waiting = Task.Factory.StartNew(
            () => writer.WaitForRoom(Timeout.InfiniteTimeSpan), default, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        loaded.Programs["drain"].Run();

        Assert.True(await waiting);
    }

    [Fact]
    public void TryWrite_FromSeveralThreads_LosesNothing()
    {
        const int Threads = 4, Each = 5000;
        using LoadedObject loaded = Load();
        using var writer = new UserRingWriter(loaded.Maps["commands"]);
        int running = Threads;
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(_ => new Thread(() =>
        {
            for (int i = 0; i < Each; i++)
            {
                while (!writer.TryWrite(1UL)) Thread.Yield();
            }
            Interlocked.Decrement(ref running);
        }))];
        foreach (Thread thread in threads) thread.Start();

        while (Volatile.Read(ref running) > 0 || writer.PendingBytes > 0) loaded.Programs["drain"].Run();
        foreach (Thread thread in threads) thread.Join();

        Assert.Equal((ulong)(Threads * Each), Results(loaded).Sum);
        Assert.Equal((ulong)(Threads * Each), writer.Submitted);
    }

    [Fact]
    public void TryReserve_MoreThanTheBuffer_SaysBothSizes()
    {
        using LoadedObject loaded = Load();
        using var writer = new UserRingWriter(loaded.Maps["commands"]);

        var error = Assert.Throws<BpfMapException>(() => writer.TryReserve(5000, out _));

        Assert.Contains("5000", error.Message, StringComparison.Ordinal);
        Assert.Contains("4096", error.Message, StringComparison.Ordinal);
        Assert.Contains("'commands'", error.Message, StringComparison.Ordinal);
        Assert.Throws<BpfMapException>(() => new UserRingWriter(loaded.Maps["results"]));
    }

    [Fact]
    public void TryWrite_ManyRecords_AllocatesNothing()
    {
        using LoadedObject loaded = Load();
        using var writer = new UserRingWriter(loaded.Maps["commands"]);

        long allocated = Allocation.Measure(() =>
        {
            for (ulong i = 0; i < 100; i++) writer.TryWrite(i);
            loaded.Programs["drain"].Run();
            writer.WaitForRoom(TimeSpan.Zero);
        });

        Assert.Equal(0, allocated);
        Assert.Equal(200UL, writer.Submitted);
    }

    [Fact]
    public void Dispose_Writer_LeavesNoDescriptor()
    {
        KernelAccess.RequireEngine();

        DescriptorCount.AssertSame(() =>
        {
            using var map = KernelMap.Create(new MapSpec("commands", MapType.UserRingBuffer) { MaxEntries = 4096 });
            var writer = new UserRingWriter(map);
            Assert.True(writer.TryWrite(1UL));
            writer.Dispose();
            Assert.Throws<ObjectDisposedException>(() => writer.TryWrite(1UL));
        });
    }

    private static LoadedObject Load() =>
        KernelAccess.RequireEngine().Load(ObjectReader.Read(Clang.Compile("userring.bpf.c")));

    private static Result Results(LoadedObject loaded) => loaded.Map<uint, Result>("results")[0];

    private record struct Result
    {
        public ulong Count, Sum, InOrder, Last;
    }
}
