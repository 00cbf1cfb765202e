using System.Runtime.InteropServices;
using Waggle.Linux.Links;
using Waggle.Linux.Readers;

namespace Waggle.Linux.KernelTests;

public class RingReaderTests
{
    private const int Capacity = 64 * 1024;

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
}
