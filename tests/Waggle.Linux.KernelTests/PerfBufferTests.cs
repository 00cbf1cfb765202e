using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Instructions;
using Waggle.Bpf.Objects;
using Waggle.Linux.Machine;
using Waggle.Linux.Maps;
using Waggle.Linux.Readers;

namespace Waggle.Linux.KernelTests;

public class PerfBufferTests
{
    private static readonly PerfBufferOptions s_small = new() { PagesPerCpu = 1 };

    [Fact]
    public void Drain_RecordsSent_GivesEachOnceInOrder()
    {
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(Sender());
        using var reader = new PerfBufferReader<Record>(loaded.Maps["events"], s_small);
        List<Record> read = [];

        // 40 bytes a record: 20 rounds of 50 go some nine times round a buffer of one page, and records lie across its end.
        for (int round = 0; round < 20; round++)
        {
            Send(loaded, 50);
            Assert.Equal(50, reader.Drain((int cpu, in Record r) =>
            {
                Assert.InRange(cpu, 0, PossibleCpus.Count - 1);
                read.Add(r);
            }));
        }

        // One thread may have gone from CPU to CPU, and their buffers are read one after the other.
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => new Record((ulong)i, 7 * (ulong)i, (ulong)i)), read.OrderBy(r => r.Number));
        Assert.Equal(new PerfBufferCounts(Lost: 0, Delivered: 1000), reader.Counts);
    }

    [Fact]
    public async Task ReadAllAsync_RecordsSentMeanwhile_GivesEachUntilCancelled()
    {
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(Sender());
        using var reader = new PerfBufferReader<Record>(loaded.Maps["events"], s_small);
        using var stop = new CancellationTokenSource();
        Send(loaded, 50);
        List<Record> read = [];

        await foreach (PerfRecord<Record> record in reader.ReadAllAsync(stop.Token))
        {
            Assert.InRange(record.Cpu, 0, PossibleCpus.Count - 1);
            read.Add(record.Record);
            if (read.Count == 50) Send(loaded, 50); // found after a wait
            if (read.Count == 100) stop.Cancel();
        }

        Assert.Equal(Enumerable.Range(0, 100).Select(i => (ulong)i), read.Select(r => r.Number).Order());
        Assert.Equal(new PerfBufferCounts(Lost: 0, Delivered: 100), reader.Counts);
    }

    [Fact]
    public void Counts_BufferTooSmall_ReportsExactlyTheRecordsLost()
    {
        const int Sent = 5000;
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(Sender());
        using var reader = new PerfBufferReader<Record>(loaded.Maps["events"], s_small);

        uint refused = Send(loaded, Sent);
        int delivered = reader.Drain((int _, in Record _) => { });

        Assert.InRange(delivered, 50, 4096 / 40 * PossibleCpus.Count);
        Assert.Equal((ulong)(Sent - delivered), reader.Counts.Lost);
        Assert.Equal(refused, reader.Counts.Lost); // what the program itself was told
    }

    [Fact]
    public void Drain_AfterALoss_ReadsTheKernelsNoteOfIt()
    {
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(Sender());
        using var reader = new PerfBufferReader<Record>(loaded.Maps["events"], s_small);
        Send(loaded, 1000);
        reader.Drain((int _, in Record _) => { });

        int after = 0;
        for (int round = 0; round < 20; round++) // the note comes with the next record of each CPU that lost some
        {
            Send(loaded, 10);
            reader.Drain((int _, in Record _) => after++);
        }

        Assert.Equal(200, after);
        Assert.Equal(1200UL, reader.Counts.Lost + reader.Counts.Delivered);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)] // more than are sent: found when the time is over
    public void Wait_RecordThere_ReturnsTrueUntilItIsDrained(int wakeUpEvery)
    {
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(Sender());
        using var reader = new PerfBufferReader<Record>(loaded.Maps["events"], new() { WakeUpEvery = wakeUpEvery });

        Assert.False(reader.Wait(TimeSpan.Zero));
        Send(loaded, 1);
        Assert.True(reader.Wait(wakeUpEvery == 1 ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(1)));
        Assert.True(reader.Wait(Timeout.InfiniteTimeSpan)); // still there
        reader.Drain((int _, in Record _) => { });
        Assert.False(reader.Wait(TimeSpan.Zero));
    }

    [Fact]
    public async Task Wait_RecordSentMeanwhileOrCancelled_Ends()
    {
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(Sender());
        using var reader = new PerfBufferReader<Record>(loaded.Maps["events"]);
        using var cancellation = new CancellationTokenSource();
        Task<bool> Waiting(CancellationToken token) => Task.Factory.StartNew(
            () => reader.Wait(Timeout.InfiniteTimeSpan, token), default, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        Task<bool> forRecord = Waiting(default);
        Send(loaded, 1);
        Assert.True(await forRecord);
        reader.Drain((int _, in Record _) => { });
        Task<bool> forNothing = Waiting(cancellation.Token);
        await cancellation.CancelAsync();
        Assert.False(await forNothing);
    }

    [Fact]
    public void Open_UnfitMapOrOptions_IsRefused()
    {
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(Sender());
        KernelMap events = loaded.Maps["events"];

        Assert.Throws<BpfMapException>(() => new PerfBufferReader<Record>(loaded.Maps["state"]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PerfBufferReader<Record>(events, new() { PagesPerCpu = 3 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PerfBufferReader<Record>(events, new() { WakeUpEvery = 0 }));
        if (PossibleCpus.Count < 2) return;
        using var small = KernelMap.Create(new MapSpec("small", MapType.PerfEventArray) { KeySizeInBytes = 4, ValueSizeInBytes = 4, MaxEntries = 1 });
        Assert.Contains("1 entries", Assert.Throws<BpfMapException>(() => new PerfBufferReader<Record>(small)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Drain_TypeLongerThanTheRecord_SaysBothSizes()
    {
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(Sender());
        using var reader = new PerfBufferReader<Large>(loaded.Maps["events"]);

        Send(loaded, 1);

        Assert.Contains("28 bytes", Assert.Throws<BpfMapException>(() => reader.Drain((int _, in Large _) => { })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Drain_ManyRecords_AllocatesNothing()
    {
        using LoadedObject loaded = KernelAccess.RequireEngine().Load(Sender());
        using var reader = new PerfBufferReader<Record>(loaded.Maps["events"]);
        ulong sum = 0;
        PerfRecordHandler<Record> handler = (int _, in Record r) => sum += r.SevenTimes;

        long allocated = Allocation.Measure(() =>
        {
            Send(loaded, 200);
            reader.Drain(handler);
            reader.Wait(TimeSpan.Zero);
            sum += reader.Counts.Delivered;
        });

        Assert.Equal(0, allocated);
        Assert.Equal(400UL, reader.Counts.Delivered);
    }

    [Fact]
    public void Dispose_Reader_LeavesNoDescriptorAndNoEventInTheMap()
    {
        KernelEngine engine = KernelAccess.RequireEngine();

        DescriptorCount.AssertSame(() =>
        {
            using LoadedObject loaded = engine.Load(Sender());
            var reader = new PerfBufferReader<Record>(loaded.Maps["events"]);
            Assert.Equal(0U, Send(loaded, 1));
            reader.Dispose();
            Assert.Equal(1U, Send(loaded, 1)); // ENOENT: nobody listens
            Assert.Throws<ObjectDisposedException>(() => reader.Drain((int _, in Record _) => { }));
        });
    }

    // Returns how often the program was told that its record was refused.
    private static uint Send(LoadedObject loaded, int times)
    {
        uint refused = 0;
        for (int i = 0; i < times; i++) refused += loaded.Programs["send"].Run().ReturnValue;
        return refused;
    }

    /// <summary>Sends a record of 24 bytes, a running number, seven times that and the number again; returns 1 if it was refused.</summary>
    private static BpfObject Sender()
    {
        (Instruction flags, Instruction flagsHigh) = Instruction.LoadImmediate64(Register.R3, 0xffff_ffff); // BPF_F_CURRENT_CPU
        ProgramSpec program = new Code()
            .Add(Instruction.Move(Register.R6, Register.R1))
            .LoadMap(Register.R7, "state", valueOffset: 0)
            .Add(Instruction.Load(MemorySize.Double, Register.R8, Register.R7, 0),
                Instruction.Store(MemorySize.Double, Register.R10, -24, Register.R8), Instruction.Move(Register.R1, Register.R8),
                Instruction.Alu64(AluOperation.Multiply, Register.R1, 7), Instruction.Store(MemorySize.Double, Register.R10, -16, Register.R1),
                Instruction.Store(MemorySize.Double, Register.R10, -8, Register.R8),
                Instruction.Alu64(AluOperation.Add, Register.R8, 1), Instruction.Store(MemorySize.Double, Register.R7, 0, Register.R8),
                Instruction.Move(Register.R1, Register.R6))
            .LoadMap(Register.R2, "events")
            .Add(flags, flagsHigh, Instruction.Move(Register.R4, Register.R10), Instruction.Alu64(AluOperation.Add, Register.R4, -24),
                Instruction.Move(Register.R5, 24), Instruction.CallHelper(25)) // bpf_perf_event_output
            .JumpIf(JumpOperation.Equal, Register.R0, 0, "sent")
            .Return(1)
            .Label("sent").Return(0)
            .Build("send", "raw_tp/sys_enter", ProgramType.RawTracepoint);
        return new BpfObject
        {
            Programs = [program],
            Maps =
            [
                new MapSpec("events", MapType.PerfEventArray) { KeySizeInBytes = 4, ValueSizeInBytes = 4, MaxEntries = (uint)PossibleCpus.Count },
                new MapSpec("state", MapType.Array) { KeySizeInBytes = 4, ValueSizeInBytes = 8, MaxEntries = 1 },
            ],
        };
    }

    private readonly record struct Record(ulong Number, ulong SevenTimes, ulong Again);

    private readonly record struct Large(Record First, Record Second);
}
