using Waggle.Bpf.Readers;
using Waggle.Compiler.KernelTests.Programs;
using Waggle.Linux;
using Waggle.Linux.Programs;

namespace Waggle.Compiler.KernelTests;

public class RingBufferTests
{
    [Fact]
    public void Run_SubmittedAndDiscardedRecords_OnlySubmittedOnesArrive()
    {
        KernelEngine engine = KernelAccess.RequireEngine();
        using LoadedObject loaded = engine.Load(Objects.Compile(typeof(Events)));
        using RingReader<Events.Sample> reader = loaded.OpenRing<Events.Sample>("samples");
        KernelProgram program = loaded.Programs["Emit"];

        for (ulong i = 0; i < 30; i++) program.Run(Arguments(i, i % 3));
        var seen = new List<Events.Sample>();
        reader.Drain((in Events.Sample sample) => seen.Add(sample));

        Assert.Equal(Enumerable.Range(0, 30).Where(i => i % 3 != 1).Select(i => (ulong)i), seen.Select(s => s.Number));
        Assert.All(seen, s => Assert.Equal((Environment.ProcessId, SystemCalls.GetThread()), (s.Process, s.Thread)));
        Assert.Equal((20UL, 0UL), (reader.Counts.Submitted, reader.Counts.Lost));
    }

    [Fact]
    public void Run_MoreRecordsThanRoom_CountsThoseThatAreLost()
    {
        KernelEngine engine = KernelAccess.RequireEngine();
        using LoadedObject loaded = engine.Load(Objects.Compile(typeof(Events)));
        using RingReader<Events.Sample> reader = loaded.OpenRing<Events.Sample>("samples");
        KernelProgram program = loaded.Programs["Emit"];

        for (ulong i = 0; i < 300; i++) program.Run(Arguments(i, 2));

        // 4096 bytes hold 102 records of 32 bytes and their headers of 8.
        Assert.Equal(300UL, reader.Counts.Submitted + reader.Counts.Lost);
        Assert.InRange(reader.Counts.Submitted!.Value, 100UL, 102UL);
    }

    private static byte[] Arguments(ulong number, ulong mode) => [.. BitConverter.GetBytes(number), .. BitConverter.GetBytes(mode)];
}
