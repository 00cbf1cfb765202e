using System.Runtime.InteropServices;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Readers;
using Waggle.Linux.Links;

namespace Waggle.Linux.KernelTests;

public class RingReaderTests
{
    private const int Capacity = 64 * 1024;
    private const int Small = 4096;
    private const int RoomOfRecord = Programs.RecordSize + 8; // and its header

    [StructLayout(LayoutKind.Explicit, Size = Programs.RecordSize)]
    internal struct Record
    {
        [FieldOffset(0)] public ulong Number;
        [FieldOffset(56)] public ulong SevenTimes;
    }

    [Fact]
    public void Drain_RecordsSubmitted_GivesEachOnceInOrder()
    {
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(Programs.Ring(Capacity));
        using RingReader<Record> reader = loaded.OpenRing<Record>("events");
        using Link link = loaded.Programs["produce"].Attach();
        List<(ulong, ulong)> read = [];

        // Five rounds of 700 records of 72 bytes go more than three times round the buffer.
        for (int round = 0; round < 5; round++)
        {
            SystemCalls.GetParent(700);
            Assert.Equal(700, reader.Drain((in r) => read.Add((r.Number, r.SevenTimes))));
        }

        Assert.Equal(Enumerable.Range(0, 3500).Select(i => ((ulong)i, 7 * (ulong)i)), read);
        Assert.Equal(new RingCounts(Submitted: 3500, Lost: 0, Delivered: 3500), reader.Counts);
    }

    [Fact]
    public void ReadAvailable_LeftEarly_GoesOnWhereItStopped()
    {
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(Programs.Ring(Capacity));
        using RingReader<Record> reader = loaded.OpenRing<Record>("events");
        using Link link = loaded.Programs["produce"].Attach();
        SystemCalls.GetParent(10);

        List<ulong> read = [];
        foreach (ref readonly Record record in reader.ReadAvailable())
        {
            read.Add(record.Number);
            if (read.Count == 4) break;
        }
        foreach (ref readonly Record record in reader.ReadAvailable()) read.Add(record.Number);

        Assert.Equal(Enumerable.Range(0, 10).Select(i => (ulong)i), read);
        Assert.Equal(10UL, reader.Counts.Delivered);
    }

    [Fact]
    public void Drain_EveryThirdDiscarded_SkipsThem()
    {
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(Programs.Ring(Capacity, discardEvery: 3));
        using RingReader<Record> reader = loaded.OpenRing<Record>("events");
        using Link link = loaded.Programs["produce"].Attach();
        List<ulong> read = [];

        SystemCalls.GetParent(9);
        reader.Drain((in r) => read.Add(r.Number));

        Assert.Equal([0, 1, 3, 4, 6, 7], read);
        Assert.Equal(new RingCounts(Submitted: 6, Lost: 0, Delivered: 6), reader.Counts);
    }

    [Fact]
    public void Counts_BufferTooSmall_ReportsExactlyTheRecordsLost()
    {
        const int Calls = 1000;
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(Programs.Ring(Small));
        using RingReader<Record> reader = loaded.OpenRing<Record>("events");
        using Link link = loaded.Programs["produce"].Attach();

        SystemCalls.GetParent(Calls);

        // A reservation may not fill the buffer to the last byte: positions would be equal as when it is empty.
        ulong fitting = reader.Counts.Submitted!.Value;
        Assert.InRange(fitting, (ulong)(Small / RoomOfRecord) - 1, (ulong)(Small / RoomOfRecord));
        Assert.Equal(Calls - fitting, reader.Counts.Lost);
        Assert.Equal((int)fitting, reader.Drain((in _) => { }));
        SystemCalls.GetParent(1);
        Assert.Equal(1, reader.Drain((in r) => Assert.Equal(fitting, r.Number))); // there is room again
    }

    [Fact]
    public void Drain_WhileAProducerRuns_LosesNothingUncounted()
    {
        const int Runs = 300_000;
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(Programs.Ring(Small));
        using RingReader<Record> reader = loaded.OpenRing<Record>("events");
        using var isProduced = new CancellationTokenSource();
        ulong expected = 0, wrong = 0;
        RecordHandler<Record> check = (in r) => wrong += r.Number == expected++ && r.SevenTimes == r.Number * 7 ? 0UL : 1;
        var consumer = new Thread(() =>
        {
            while (reader.Wait(Timeout.InfiniteTimeSpan, isProduced.Token)) reader.Drain(check);
            reader.Drain(check);
        });
        consumer.Start();

        byte[] context = new byte[16]; // of sys_enter: registers, and the number of the call
        BitConverter.TryWriteBytes(context.AsSpan(8), (long)SystemCalls.GetParentNumber);
        for (int i = 0; i < Runs; i++) loaded.Programs["produce"].Run(context);
        isProduced.Cancel();
        consumer.Join();

        RingCounts counts = reader.Counts;
        Assert.Equal(0UL, wrong);
        Assert.Equal((ulong)Runs, counts.Submitted + counts.Lost);
        Assert.Equal(counts.Submitted, counts.Delivered);
        Assert.InRange(counts.Delivered, 100UL, (ulong)Runs);
    }

    [Fact]
    public void Wait_RecordThere_ReturnsTrueAtOnceAndFalseAfterDrain()
    {
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(Programs.Ring(Capacity));
        using RingReader<Record> reader = loaded.OpenRing<Record>("events");
        using Link link = loaded.Programs["produce"].Attach();
        SystemCalls.GetParent(1);

        Assert.True(reader.Wait(Timeout.InfiniteTimeSpan));
        reader.Drain((in _) => { });
        Assert.False(reader.Wait(TimeSpan.Zero));
    }

    [Fact]
    public async Task Wait_RecordSubmittedMeanwhile_Wakes()
    {
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(Programs.Ring(Capacity));
        using RingReader<Record> reader = loaded.OpenRing<Record>("events");
        using Link link = loaded.Programs["produce"].Attach();
        Task<bool> waiting = Task.Factory.StartNew(
            () => reader.Wait(Timeout.InfiniteTimeSpan), default, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        SystemCalls.GetParent(1);

        Assert.True(await waiting);
    }

    [Fact]
    public async Task Wait_Cancelled_ReturnsFalseAndTheNextWaitIsNotDisturbed()
    {
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(Programs.Ring(Capacity));
        using RingReader<Record> reader = loaded.OpenRing<Record>("events");
        using Link link = loaded.Programs["produce"].Attach();
        using var cancellation = new CancellationTokenSource();
        Task<bool> waiting = Task.Factory.StartNew(
            () => reader.Wait(Timeout.InfiniteTimeSpan, cancellation.Token), default, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        await cancellation.CancelAsync();

        Assert.False(await waiting);
        Assert.False(reader.Wait(Timeout.InfiniteTimeSpan, cancellation.Token));
        Assert.False(reader.Wait(TimeSpan.Zero));
    }

    [Fact]
    public async Task Dispose_WhileAnotherThreadWaits_EndsTheWait()
    {
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(Programs.Ring(Capacity));
        RingReader<Record> reader = loaded.OpenRing<Record>("events");
        using var started = new ManualResetEventSlim();
        Task<bool> waiting = Task.Factory.StartNew(() =>
        {
            started.Set();
            return reader.Wait(Timeout.InfiniteTimeSpan);
        }, default, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        started.Wait();

        reader.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        Assert.Throws<ObjectDisposedException>(() => reader.Drain((in _) => { }));
    }

    [Fact]
    public async Task ReadAllAsync_RecordsBeforeAndDuring_GivesAllThenEndsWhenCancelled()
    {
        await using LoadedObject loaded = KernelAccess.RequireEngine().Load(Programs.Ring(Capacity));
        RingReader<Record> reader = loaded.OpenRing<Record>("events");
        using var cancellation = new CancellationTokenSource();
        using Link link = loaded.Programs["produce"].Attach();
        SystemCalls.GetParent(300);
        List<ulong> read = [];

        await foreach (Record record in reader.ReadAllAsync(cancellation.Token))
        {
            read.Add(record.Number);
            if (read.Count == 300) await cancellation.CancelAsync();
        }

        Assert.Equal(Enumerable.Range(0, 300).Select(i => (ulong)i), read);
    }

    [Fact]
    public async Task ReadAllAsync_CancelledWhileItWaits_Ends()
    {
        await using LoadedObject loaded = KernelAccess.RequireEngine().Load(Programs.Ring(Capacity));
        RingReader<Record> reader = loaded.OpenRing<Record>("events");
        using var cancellation = new CancellationTokenSource();
        await using IAsyncEnumerator<Record> records = reader.ReadAllAsync(cancellation.Token).GetAsyncEnumerator(CancellationToken.None);
        ValueTask<bool> next = records.MoveNextAsync();

        await cancellation.CancelAsync();

        Assert.False(await next);
    }

    [Fact]
    public void Drain_FromItsOwnHandler_IsRefusedAndTheReaderStaysUsable()
    {
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(Programs.Ring(Capacity));
        using RingReader<Record> reader = loaded.OpenRing<Record>("events");
        using Link link = loaded.Programs["produce"].Attach();
        SystemCalls.GetParent(2);

        Assert.Throws<InvalidOperationException>(() => reader.Drain((in _) => reader.Drain((in _) => { })));

        Assert.Equal(1, reader.Drain((in _) => { })); // the first one counts as delivered
        Assert.Equal(2UL, reader.Counts.Delivered);
    }

    [Fact]
    public void Drain_TypeLongerThanTheRecord_SaysBothSizes()
    {
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(Programs.Ring(Capacity));
        using RingReader<Int128Pair5> reader = loaded.OpenRing<Int128Pair5>("events");
        using Link link = loaded.Programs["produce"].Attach();
        SystemCalls.GetParent(1);

        var error = Assert.Throws<BpfMapException>(() => reader.Drain((in _) => { }));

        Assert.Contains("64 bytes", error.Message, StringComparison.Ordinal);
        Assert.Contains("80", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OpenRing_OfAnotherKindOfMap_IsRefused()
    {
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(Programs.Ring(Capacity));

        Assert.Throws<BpfMapException>(() => loaded.OpenRing<Record>("state"));
        Assert.Contains("events", Assert.Throws<BpfMapException>(() => loaded.OpenRing<Record>("nothing")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Drain_ManyRecords_AllocatesNothing()
    {
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(Programs.Ring(Capacity));
        using RingReader<Record> reader = loaded.OpenRing<Record>("events");
        using Link link = loaded.Programs["produce"].Attach();
        ulong sum = 0;
        RecordHandler<Record> handler = (in r) => sum += r.SevenTimes;

        long allocated = Allocation.Measure(() =>
        {
            SystemCalls.GetParent(200);
            reader.Drain(handler);
            SystemCalls.GetParent(200);
            foreach (ref readonly Record record in reader.ReadAvailable()) sum += record.Number;
            reader.Wait(TimeSpan.Zero);
            sum += reader.Counts.Submitted!.Value;
        });

        Assert.Equal(0, allocated);
        Assert.Equal(800UL, reader.Counts.Delivered);
        Assert.NotEqual(0UL, sum);
    }

    [Fact]
    public void Dispose_ObjectWithReader_LeavesNoDescriptor()
    {
        KernelEngine engine = KernelAccess.RequireEngine();

        DescriptorCount.AssertSame(() =>
        {
            using LoadedObject loaded = engine.Load(Programs.Ring(Capacity));
            RingReader<Record> reader = loaded.OpenRing<Record>("events");
            loaded.AttachAll();
            SystemCalls.GetParent(3);
            Assert.Equal(3, reader.Drain((in _) => { }));
        });
    }

    [StructLayout(LayoutKind.Sequential, Size = 80)]
    internal struct Int128Pair5
    {
        public byte First;
    }
}
