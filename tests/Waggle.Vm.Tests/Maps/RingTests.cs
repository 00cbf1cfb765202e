using Waggle.Bpf.Catalog;
using Waggle.Bpf.Readers;
using Waggle.Vm.Cpus;
using Waggle.Vm.Maps;

namespace Waggle.Vm.Tests.Maps;

public sealed unsafe class RingTests : IDisposable
{
    private const int BusyAndDiscard = unchecked((int)0xC000_0000);
    private readonly VirtualCpus _cpus = new(2);

    [Fact]
    public void Reserve_UntilFull_RefusesAndGoesOnAfterTheReader()
    {
        using RingMap ring = Ring(4096);
        byte* first = ring.Reserve(1000, 0);
        byte* second = ring.Reserve(3064, 0);

        Assert.True(first != null && second != null);
        Assert.True(ring.Reserve(8, 0) == null); // 1008 + 3072 are taken, 16 are left, of which one byte stays free
        Assert.True(ring.Reserve(0, 0) != null);
        ring.Commit(second, 0, isDiscarded: false);
        Assert.Equal(0, ring.Ring.Read(_ => { }));
        ring.Commit(first, 0, isDiscarded: false);
        Assert.Equal(2, ring.Ring.Read(_ => { }));
        Assert.Equal(8ul, ring.Query(0));
        Assert.Equal(4096ul, ring.Query(1));
        Assert.Equal(4080ul, ring.Query(2));
        Assert.Equal(4088ul, ring.Query(3));
        Assert.Equal(0ul, ring.Query(4));
        Assert.True(ring.Reserve(uint.MaxValue, 0) == null);
        Assert.True(ring.Reserve(8, 1) == null);
    }

    [Fact]
    public void Records_RoundTheEnd_LieInOnePiece()
    {
        using RingMap ring = Ring(4096);
        byte* bytes = TestMap.Bytes(new byte[1500]);
        int seen = 0;

        for (int i = 0; i < 1000; i++)
        {
            int size = 1 + i * 37 % 1400;
            new Span<byte>(bytes, size).Fill((byte)i);
            Assert.Equal(0, ring.Output(bytes, (ulong)size, 0));
            ring.Ring.Read(record =>
            {
                Assert.Equal(size, record.Length);
                Assert.Equal(-1, record.IndexOfAnyExcept((byte)i));
                seen++;
            });
        }

        Assert.Equal(1000, seen);
    }

    [Fact]
    public void Commit_Discarded_IsNotSeen()
    {
        using RingMap ring = Ring(4096);
        byte* first = ring.Reserve(8, 0);
        byte* second = ring.Reserve(16, 0);
        Assert.Equal(8 | (BusyAndDiscard & int.MinValue), ((int*)first)[-2]);
        ring.Commit(second, 0, isDiscarded: false);
        var lengths = new List<int>();

        Assert.Equal(0, ring.Ring.Read(record => lengths.Add(record.Length))); // the first one is still being written
        Assert.True(ring.Ring.IsReserved(first));
        ring.Commit(first, 0, isDiscarded: true);
        Assert.False(ring.Ring.IsReserved(first));
        ring.Ring.Read(record => lengths.Add(record.Length));

        Assert.Equal([16], lengths);
    }

    [Fact]
    public void Output_WithUnknownFlagsOrNoRoom_IsRefused()
    {
        using RingMap ring = Ring(4096);
        byte* bytes = TestMap.Bytes(new byte[4096]);

        Assert.Equal(-22, ring.Output(bytes, 8, 4));
        Assert.Equal(-11, ring.Output(bytes, 4096, 0));
        Assert.Equal(0, ring.Output(bytes, 4080, 0));
        Assert.Equal(-11, ring.Output(bytes, 0, 0));
    }

    [Fact]
    public void Wait_ForRecordsOfAnotherThread_EndsEachTime()
    {
        using RingMap ring = Ring(4096);
        using var reader = new RingReader<ulong>(ring);
        const int Count = 20_000;
        var writer = new Thread(() =>
        {
            ulong value = 0;
            while (value < Count)
                if (ring.Output((byte*)&value, 8, 0) == 0) value++;
        });
        writer.Start();
        ulong next = 0;
        while (next < Count)
        {
            Assert.True(reader.Wait(Timeout.InfiniteTimeSpan, TestContext.Current.CancellationToken));
            reader.Drain((in ulong value) => Assert.Equal(next++, value));
        }
        writer.Join();

        Assert.False(reader.Wait(TimeSpan.Zero, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Ring_ManyWriters_LosesAndSpoilsNothing()
    {
        using RingMap ring = Ring(1 << 14);
        long written = 0, read = 0, sumWritten = 0, sumRead = 0;
        void Drain() => read += ring.Ring.Read(record => sumRead += BitConverter.ToInt64(record) == record.Length ? record.Length : long.MinValue / 2);

        Crowd.Run(8, 20_000, (thread, step) =>
        {
            if (thread == 0)
            {
                Drain();
                return;
            }
            ulong size = 8 + (ulong)((thread * 31 + step * 7) % 200);
            byte* record = ring.Reserve(size, 0);
            if (record == null) return;
            *(ulong*)record = size;
            bool isDiscarded = step % 5 == 0;
            ring.Commit(record, 0, isDiscarded);
            if (isDiscarded) return;
            Interlocked.Increment(ref written);
            Interlocked.Add(ref sumWritten, (long)size);
        });
        Drain();

        Assert.Equal(written, read);
        Assert.Equal(sumWritten, sumRead);
    }

    [Fact]
    public void UserRing_SamplesOfTheHost_ArriveInOrder()
    {
        using var ring = (UserRingMap)TestMap.Create(_cpus, MapType.UserRingBuffer, 0, 0, 4096);
        using var writer = new UserRingWriter(ring);
        int next = 0;
        for (int i = 0; i < 500; i++)
        {
            byte[] sample = new byte[1 + i % 900];
            sample.AsSpan().Fill((byte)i);
            Assert.True(writer.TryReserve(sample.Length, out UserRingRecord record));
            sample.CopyTo(record.Data);
            record.Submit();
            if (i % 3 == 0) continue;
            Assert.Equal(0, ring.BeginDrain(0));
            Assert.Equal(-16, ring.BeginDrain(0));
            long samples = 0;
            while (ring.Peek(out byte* data, out uint size) == 0)
            {
                Assert.Equal(1 + next % 900, (int)size);
                Assert.Equal(-1, new ReadOnlySpan<byte>(data, (int)size).IndexOfAnyExcept((byte)next));
                Assert.True(ring.Values.Contains((ulong)data, size));
                ring.Release(size);
                (next, samples) = (next + 1, samples + 1);
            }
            ring.EndDrain(samples, 0);
            if (i % 3 == 2) Assert.Equal(i + 1, next);
        }
    }

    [Fact]
    public void UserRing_WrongHeadersOfTheHost_AreErrorsAndNoReads()
    {
        using var ring = (UserRingMap)TestMap.Create(_cpus, MapType.UserRingBuffer, 0, 0, 4096);
        uint* header = ring.Ring.HeaderAt(0);

        Assert.Equal(-61, ring.Peek(out _, out _));
        *ring.Ring.Producer = 12;
        Assert.Equal(-22, ring.Peek(out _, out _));
        *ring.Ring.Producer = 16;
        *header = 9; // longer than what was said to be there
        Assert.Equal(-22, ring.Peek(out _, out _));
        *ring.Ring.Producer = 1 << 20;
        *header = 4090;
        Assert.Equal(-7, ring.Peek(out _, out _));
        *header = 8 | RecordRing.Busy;
        Assert.Equal(-61, ring.Peek(out _, out _));
        *header = 8 | RecordRing.Discarded;
        Assert.Equal(-11, ring.Peek(out _, out _));
        Assert.Equal(16ul, *ring.Ring.Consumer);
    }

    [Fact]
    public void PerfEventArray_RecordsOfEachCpu_AreReadApart()
    {
        using var map = (PerfEventArray)TestMap.Create(_cpus, MapType.PerfEventArray, value: 4, entries: 0);
        PerfBuffer[] buffers = [new(4096), new(4096)];
        for (uint cpu = 0; cpu < 2; cpu++) Assert.Equal(Bpf.Errors.Errno.None, map.UpdateReference(&cpu, buffers[cpu], 0));
        byte* data = TestMap.Bytes(1, 2, 3, 4);

        Assert.Equal(0, map.Output(PerfEventArray.CurrentCpu, data, 4, cpu: 1));
        Assert.Equal(0, map.Output(0, data, 2, cpu: 1, data + 2, 2));
        Assert.Equal(-7, map.Output(2, data, 4, cpu: 1));
        uint zero = 0;
        var read = new List<string>();
        foreach (PerfBuffer buffer in buffers) buffer.Read(record => read.Add(Convert.ToHexString(record)));
        map.Delete(&zero);

        Assert.Equal(2u, map.MaxEntries);
        Assert.Equal(["01020304", "01020304"], read);
        Assert.Equal(-2, map.Output(0, data, 4, cpu: 1));
        for (int i = 0; i < 1000; i++) map.Output(1, data, 4, 0);
        Assert.Equal(1000, buffers[1].Lost + buffers[1].Read(_ => { }));
        Assert.NotEqual(0, buffers[1].Lost);
    }

    public void Dispose() => _cpus.Dispose();

    private RingMap Ring(uint size) => (RingMap)TestMap.Create(_cpus, MapType.RingBuffer, 0, 0, size);
}
