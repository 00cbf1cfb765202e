using System.Diagnostics;
using Waggle.Benchmarks.Programs;
using Waggle.Compiler;
using Waggle.Linux;
using Waggle.Linux.Readers;

namespace Waggle.Benchmarks.Paths;

/// <summary>Records a second from a C# program on one core to a C# reader on another.</summary>
/// <remarks>The producer is paced: the highest rate is sought at which none is lost. Every record's number is checked, so a
/// record lost, doubled or torn would be seen.</remarks>
internal static class RingThroughput
{
    private static readonly TimeSpan s_duration = TimeSpan.FromSeconds(2);

    internal static int Run()
    {
        Console.WriteLine("offered M/s   delivered M/s       records   lost");
        double best = 0;
        foreach (double offered in (double[])[4e6, 5e6, 6e6, 7e6, 8e6, 9e6, 10e6, 12e6, double.PositiveInfinity])
        {
            (double rate, ulong delivered, ulong lost) = Measure(offered);
            Console.WriteLine($"{(double.IsInfinity(offered) ? "all out" : $"{offered / 1e6:F1}"),11}   {rate / 1e6,13:F2}   {delivered,11:N0}   {lost:N0}");
            if (lost == 0) best = Math.Max(best, rate);
        }

        Console.WriteLine($"highest rate without loss: {best / 1e6:F2} M records/s of 64 bytes");
        return 0;
    }

    private static (double Rate, ulong Delivered, ulong Lost) Measure(double offered)
    {
        using LoadedObject loaded = KernelEngine.Create().Load(BpfCompiler.Compile(typeof(RingFlood)));
        using RingReader<Record64> ring = loaded.OpenRing<Record64>("records");
        loaded.AttachAll();

        using var ready = new ManualResetEventSlim();
        var isDone = new StrongFlag();
        var producer = new Thread(() => Produce(loaded, offered, ready, isDone)) { IsBackground = true };
        SystemCalls.PinToCpu(1);
        ulong delivered = 0, lastNumber = 0, inversions = 0;
        RecordHandler<Record64> check = (in Record64 record) =>
        {
            if (record.Number < lastNumber || record.Length != 7) inversions++;
            lastNumber = record.Number;
            delivered++;
        };
        ring.Drain(check);

        producer.Start();
        ready.Wait();
        long start = Stopwatch.GetTimestamp();
        while (!isDone.Value)
        {
            ring.Drain(check);
            Thread.Sleep(1); // a reader that never rests takes the producer's cache lines from it
        }

        ring.Drain(check);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        producer.Join();
        RingCounts counts = ring.Counts;
        if (inversions != 0 || counts.Submitted != delivered)
            throw new InvalidOperationException($"{counts.Submitted} records were submitted, {delivered} delivered, {inversions} out of order.");
        return (delivered / seconds, delivered, counts.Lost ?? 0);
    }

    private static void Produce(LoadedObject loaded, double offered, ManualResetEventSlim ready, StrongFlag isDone)
    {
        SystemCalls.PinToCpu(0);
        ready.Set();
        loaded.Global<int>(".data", 0).Value = SystemCalls.GetThread();
        long start = Stopwatch.GetTimestamp();
        double sent = 0;
        TimeSpan elapsed;
        while ((elapsed = Stopwatch.GetElapsedTime(start)) < s_duration)
        {
            if (sent > offered * elapsed.TotalSeconds) continue;
            for (int i = 0; i < 16; i++) _ = SystemCalls.GetParentProcess();
            sent += 16 * RingFlood.Burst;
        }

        loaded.Global<int>(".data", 0).Value = -1;
        isDone.Value = true;
    }

    private sealed class StrongFlag
    {
        private volatile bool _value;

        internal bool Value
        {
            get => _value;
            set => _value = value;
        }
    }
}
