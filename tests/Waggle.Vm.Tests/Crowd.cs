using System.Diagnostics;

namespace Waggle.Vm.Tests;

/// <summary>Threads that do the same at the same time.</summary>
internal static class Crowd
{
    /// <summary>Seconds that tests of many threads go on, from WAGGLE_SOAK; 0 for a fixed number of steps.</summary>
    public static double SoakSeconds { get; } =
        double.TryParse(Environment.GetEnvironmentVariable("WAGGLE_SOAK"), out double seconds) ? seconds : 0;

    /// <summary>Runs an action on each thread as often as said, or for as long as WAGGLE_SOAK says. The first failure is thrown.</summary>
    public static void Run(int threads, int steps, Action<int, int> action)
    {
        Exception? failure = null;
        long end = Stopwatch.GetTimestamp() + (long)(SoakSeconds * Stopwatch.Frequency);
        using var start = new Barrier(threads);
        Thread[] all = [.. Enumerable.Range(0, threads).Select(number => new Thread(() =>
        {
            start.SignalAndWait();
            try
            {
                for (int step = 0; Volatile.Read(ref failure) is null; step++)
                {
                    if (step >= steps && (SoakSeconds == 0 || (step & 255) == 0 && Stopwatch.GetTimestamp() >= end)) break;
                    action(number, step);
                }
            }
            catch (Exception error)
            {
                Interlocked.CompareExchange(ref failure, error, null);
            }
        }))];
        foreach (Thread thread in all) thread.Start();
        foreach (Thread thread in all) thread.Join();
        if (failure is not null) throw new InvalidOperationException($"A thread failed: {failure.Message}", failure);
    }
}
