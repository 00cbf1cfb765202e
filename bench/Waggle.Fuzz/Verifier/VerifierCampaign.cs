using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Waggle.Fuzz.Vm;

namespace Waggle.Fuzz.Verifier;

/// <summary>Tries program after program, on all processors, and keeps those that show something.</summary>
internal sealed class VerifierCampaign(VerifierFuzzOptions options)
{
    private const int KeptOfAKind = 3; // the others are counted
    private const int RealOneIn = 8, SampledOneIn = 16;

    private static readonly TimeSpan s_reportEvery = Console.IsOutputRedirected ? TimeSpan.FromSeconds(60) : TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<RealProgram> _real = options.Objects.Length == 0 ? [] : RealPrograms.In(options.Objects);
    private readonly FeatureTable _features = new(); // of accepted programs

    private readonly ConcurrentDictionary<string, long> _findings = [], _rejections = [], _onlyHere = [];
    private readonly long[] _outcomes = new long[Enum.GetValues<OracleOutcome>().Length];
    private readonly Stopwatch _total = new();
    private readonly Lock _lock = new();
    private long _next, _steps, _judged, _ofReal, _proved;
    private TimeSpan _nextReport = s_reportEvery;

    public long Findings => _outcomes[(int)OracleOutcome.Finding];

    /// <summary>Programs that ended so.</summary>
    public long this[OracleOutcome outcome] => _outcomes[(int)outcome];

    public void Run()
    {
        _total.Start();
        Thread[] threads = [.. Enumerable.Range(0, options.Threads).Select(_ => new Thread(Work, 16 << 20))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Report(options.Count);
    }

    /// <summary>The program of a number.</summary>
    public static TestCase Make(ulong seed, long number, IReadOnlyList<RealProgram> real)
    {
        var random = RandomSource.ForInput(seed, number);
        if (random.Below(RealOneIn) == 0 && real.Count > 0)
        {
            RealProgram origin = real[random.Below(real.Count)];
            return Mutation.Apply(new TestCase(origin.Program.Type, origin.Program.Instructions, []) { Origin = origin }, ref random);
        }

        var test = EdgeProgram.Make(new RandomSource(random.Next()));
        return random.Below(4) == 0 ? Mutation.Apply(test, ref random) : test;
    }

    private void Work()
    {
        using Oracle oracle = new(options.Kernel, options.Inputs, options.Proved);
        FeatureTable features = new();
        (long steps, long judged, long proved) = (0, 0, 0);
        for (long number = Interlocked.Increment(ref _next) - 1; number < options.Count; number = Interlocked.Increment(ref _next) - 1)
        {
            Try(oracle, features, options.First + number);
            Interlocked.Add(ref _steps, oracle.Steps - steps);
            Interlocked.Add(ref _judged, oracle.Judged - judged);
            Interlocked.Add(ref _proved, oracle.Proved - proved);
            (steps, judged, proved) = (oracle.Steps, oracle.Judged, oracle.Proved);
            if ((number & 0x3f) == 0 && _total.Elapsed > _nextReport) ReportProgress(number + 1);
        }

        lock (_lock) _features.Merge(features);
    }

    private void Try(Oracle oracle, FeatureTable features, long number)
    {
        TestCase test = Make(options.Seed, number, _real);
        var inputs = RandomSource.ForInput(options.Seed ^ 0x5eed, number);
        OracleAnswer answer = oracle.Try(test, inputs);
        Interlocked.Increment(ref _outcomes[(int)answer.Outcome]);
        switch (answer.Outcome)
        {
            case OracleOutcome.Rejected:
                Count(_rejections, answer.Kind);
                break;
            case OracleOutcome.OnlyRejectedHere:
                Count(_onlyHere, answer.Kind);
                if (_onlyHere[answer.Kind] <= 1) Keep(number, "refused", test, answer.What);
                break;
            case OracleOutcome.Finding:
                Count(_findings, answer.Kind);
                if (_findings[answer.Kind] > KeptOfAKind) break;
                TestCase small = Shrink(oracle, test, inputs, answer.Kind);
                OracleAnswer smaller = oracle.Try(small, inputs);
                Keep(number, "FINDING", small, smaller.Outcome == OracleOutcome.Finding ? smaller.What : $"only before it was made smaller: {answer.What}");
                break;
            case OracleOutcome.Compared:
                if (test.Origin is not null) Interlocked.Increment(ref _ofReal);
                features.Add(test);
                if (number % SampledOneIn == 0) features.Add(oracle.Trace);
                break;
        }
    }

    // With maps and kernel functions in the code, so that they move with it. A real program keeps its length: other things of it are known by slot.
    private static TestCase Shrink(Oracle oracle, TestCase test, RandomSource inputs, string kind)
    {
        bool isReal = test.Origin is not null;
        FuzzProgram small = Shrinker.Shrink(new FuzzProgram(isReal ? test.Code : MapCode.Put(test), []), smaller =>
            (!isReal || smaller.Code.Length == test.Code.Length)
            && oracle.Try(Like(smaller), inputs) is { Outcome: OracleOutcome.Finding } answer && answer.Kind == kind);
        return Like(small);

        TestCase Like(FuzzProgram smaller) => isReal ? test with { Code = smaller.Code } : MapCode.Take(test, smaller.Code);
    }

    private static void Count(ConcurrentDictionary<string, long> counts, string what) => counts.AddOrUpdate(what, 1, (_, count) => count + 1);

    private void Keep(long number, string what, TestCase test, string why)
    {
        Directory.CreateDirectory(options.Folder);
        string file = Path.Combine(options.Folder, $"verifier-{options.Seed}-{number}.txt");
        File.WriteAllText(file, $"{test}\n; {why.ReplaceLineEndings("\n; ")}\n");
        lock (_lock) Console.WriteLine($"{what} {file} (seed {options.Seed}, program {number}): {why}");
    }

    private void ReportProgress(long count)
    {
        lock (_lock)
        {
            if (_total.Elapsed < _nextReport) return;
            _nextReport = _total.Elapsed + s_reportEvery;
            if (Console.IsOutputRedirected) Console.WriteLine(Summary(count));
            else Console.Write($"\r{Summary(count)}\x1b[K");
        }
    }

    private string Summary(long count)
    {
        TimeSpan elapsed = _total.Elapsed;
        long accepted = this[OracleOutcome.Accepted] + this[OracleOutcome.Compared];
        return string.Create(CultureInfo.InvariantCulture,
            $"seed {options.Seed}: {count:N0} programs in {elapsed:hh\\:mm\\:ss}, {count / elapsed.TotalSeconds:N0} a second; accepted {accepted:N0} ({100.0 * accepted / Math.Max(count, 1):F1} %), compared {this[OracleOutcome.Compared]:N0} ({_ofReal:N0} changed from real ones) in {_steps:N0} steps; {_proved:N0} by their proofs; too long {this[OracleOutcome.TooLong]:N0}; {Findings} findings; next --first {options.First + count}");
    }

    private void Report(long count)
    {
        if (!Console.IsOutputRedirected) Console.WriteLine();
        Console.WriteLine(Summary(count));
        Console.WriteLine($"  refused: {Join(_rejections, 8)}");
        if (options.Kernel) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  judged by the kernel: {_judged:N0}; taken by it only: {this[OracleOutcome.OnlyRejectedHere]:N0}: {Join(_onlyHere, 12)}"));
        if (!_findings.IsEmpty) Console.WriteLine($"  findings: {Join(_findings, 20)}");
        if (!options.Features) return;
        Console.WriteLine("  programs that were compared, by feature:");
        foreach (string line in _features.Lines(SampledOneIn)) Console.WriteLine(line);
    }

    private static string Join(ConcurrentDictionary<string, long> counts, int most) =>
        string.Join("; ", counts.OrderByDescending(each => each.Value).Take(most).Select(each => string.Create(CultureInfo.InvariantCulture, $"{each.Value:N0} {each.Key}")));
}
