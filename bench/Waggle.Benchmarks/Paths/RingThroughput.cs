using System.Diagnostics;
using Waggle.Benchmarks.Peers;
using Waggle.Benchmarks.Programs;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;
using Waggle.Compiler;
using Waggle.Linux;

namespace Waggle.Benchmarks.Paths;

/// <summary>Records a second from a program on one core to a reader on another.</summary>
/// <remarks>The producer is paced: the highest rate is sought at which none is lost. Every record's number is checked, so a
/// record lost, doubled or torn would be seen. Our program and reader take turns with clang's program, read by us and by libbpf.</remarks>
internal static class RingThroughput
{
    private static readonly TimeSpan s_duration = TimeSpan.FromSeconds(2);

    internal static int Run()
    {
        BpfObject csharp = BpfCompiler.Compile(typeof(RingFlood)), c = ClangProgram.Compile("ring_flood.bpf.c");
        (string Name, BpfObject Program, Func<LoadedObject, IRingPeer> Open, double Best)[] sides =
        [
            ("C# program, our reader", csharp, static loaded => new OurRing(loaded), 0),
            ("C program, our reader", c, static loaded => new OurRing(loaded), 0),
            ($"C program, libbpf {LibbpfPeer.Version}", c, static loaded => new LibbpfRing(loaded), 0),
        ];

        Console.WriteLine($"{"",-28} offered M/s   delivered M/s       records   lost");
        foreach (double offered in (double[])[4e6, 6e6, 8e6, 10e6, 12e6, double.PositiveInfinity, double.PositiveInfinity])
        {
            for (int side = 0; side < sides.Length; side++)
            {
                (double rate, ulong delivered, ulong lost) = Measure(sides[side].Program, sides[side].Open, offered);
                Console.WriteLine($"{sides[side].Name,-28} {(double.IsInfinity(offered) ? "all out" : $"{offered / 1e6:F1}"),11}   {rate / 1e6,13:F2}   {delivered,11:N0}   {lost:N0}");
                if (lost == 0) sides[side].Best = Math.Max(sides[side].Best, rate);
            }
        }

        foreach (var side in sides)
            Console.WriteLine($"{side.Name,-28} highest rate without loss {side.Best / 1e6:F2} M records/s of 64 bytes, {side.Best / sides[^1].Best:F3} of libbpf's");
        return 0;
    }

    private static (double Rate, ulong Delivered, ulong Lost) Measure(BpfObject program, Func<LoadedObject, IRingPeer> open, double offered)
    {
        using LoadedObject loaded = KernelEngine.Create().Load(program);
        using IRingPeer ring = open(loaded);
        loaded.AttachAll();
        GlobalVariable<int> watched = loaded.Global<int>(".data", 0);

        bool isDone = false, isDrained = false;
        var producer = new Thread(() =>
        {
            SystemCalls.PinToCpu(0);
            watched.Value = SystemCalls.GetThread();
            Produce(offered);
            Volatile.Write(ref isDone, true);
            // One burst more into an empty buffer: it can't be lost, and its numbers tell how many came before it.
            while (!Volatile.Read(ref isDrained)) Thread.SpinWait(100);
            _ = SystemCalls.GetParentProcess();
            watched.Value = -1;
        });
        producer.IsBackground = true;
        SystemCalls.PinToCpu(1);
        ring.Drain();

        producer.Start();
        long start = Stopwatch.GetTimestamp();
        while (!Volatile.Read(ref isDone))
        {
            ring.Drain();
            Thread.Sleep(1); // a reader that never rests takes the producer's cache lines from it
        }

        ring.Drain();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Volatile.Write(ref isDrained, true);
        producer.Join();
        ring.Drain();
        return (ring.Delivered / seconds, ring.Delivered, ring.LastNumber + 1 - ring.Delivered);
    }

    private static void Produce(double offered)
    {
        long start = Stopwatch.GetTimestamp();
        double sent = 0;
        TimeSpan elapsed;
        while ((elapsed = Stopwatch.GetElapsedTime(start)) < s_duration)
        {
            if (sent > offered * elapsed.TotalSeconds) continue;
            for (int i = 0; i < 16; i++) _ = SystemCalls.GetParentProcess();
            sent += 16 * RingFlood.Burst;
        }
    }
}
