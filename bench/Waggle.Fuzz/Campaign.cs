using System.Diagnostics;
using System.Globalization;

namespace Waggle.Fuzz;

/// <summary>Tries input after input, and keeps those that break a rule: an exception that is not documented, too much memory, too much time.</summary>
internal sealed class Campaign(IReadOnlyList<Seed> seeds, FuzzOptions options)
{
    /// <summary>Bytes that reading an input may allocate in all, for each byte of it and beside: a file that is small must stay cheap.</summary>
    private const long AllowedBytesPerByte = 4096, AllowedBytes = 256 << 20;

    private static readonly TimeSpan s_allowedTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_reportEvery = TimeSpan.FromSeconds(20);

    private readonly Mutator _mutator = new();
    private long _read, _maxAllocated;
    private TimeSpan _maxTime;

    public int Findings { get; private set; }

    public void Run()
    {
        var total = Stopwatch.StartNew();
        TimeSpan next = s_reportEvery;
        long end = options.First + options.Executions;
        for (long number = options.First; number < end; number++)
        {
            Try(number);
            if ((number & 0xff) == 0 && total.Elapsed > next)
            {
                Report(number + 1 - options.First, total.Elapsed);
                next = total.Elapsed + s_reportEvery;
            }
        }
        Report(options.Executions, total.Elapsed);
    }

    private void Try(long number)
    {
        var random = RandomSource.ForInput(options.Seed, number);
        Seed seed = seeds[random.Below(seeds.Count)];
        ReadOnlyMemory<byte> input = _mutator.Mutate(seed, ref random);
        long allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        TimeSpan started = Environment.CpuUsage.TotalTime; // of this process alone: the machine may be busy
        try
        {
            if (ReadingTargets.Run(seed.Form, input))
                _read++;
        }
#pragma warning disable CA1031 // to find exceptions of every type is what this is for
        catch (Exception error)
#pragma warning restore CA1031
        {
            Keep(number, seed, input, error.ToString());
            return;
        }
        TimeSpan time = Environment.CpuUsage.TotalTime - started;
        long allocated = GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
        (_maxTime, _maxAllocated) = (time > _maxTime ? time : _maxTime, Math.Max(allocated, _maxAllocated));
        if (allocated > AllowedBytes + AllowedBytesPerByte * input.Length)
            Keep(number, seed, input, $"allocated {allocated:N0} bytes for {input.Length:N0}");
        if (time > s_allowedTime)
            Keep(number, seed, input, $"took {time.TotalSeconds:F1} s for {input.Length:N0} bytes");
    }

    private void Keep(long number, Seed seed, ReadOnlyMemory<byte> input, string what)
    {
        Findings++;
        Directory.CreateDirectory(options.Folder);
        string file = Path.Combine(options.Folder, $"{options.Seed}-{number}.bin");
        File.WriteAllBytes(file, input.ToArray());
        Console.WriteLine($"FINDING {file} (seed {options.Seed}, input {number}, from {seed.Name}): {what}");
    }

    private void Report(long executions, TimeSpan elapsed) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"seed {options.Seed}: {executions:N0} executions in {elapsed:hh\\:mm\\:ss}, {executions / elapsed.TotalSeconds:N0} a second; {_read:N0} read to the end, {executions - _read:N0} refused; {Findings} findings; at most {_maxTime.TotalMilliseconds:F0} ms and {_maxAllocated:N0} bytes for one input"));
}
