using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Waggle.Bpf.Instructions;
using Waggle.Fuzz.Vm;

namespace Waggle.Fuzz.Verifier;

/// <summary>Tries program after program, on all processors, and keeps those that show something.</summary>
internal sealed class VerifierCampaign(VerifierFuzzOptions options)
{
    private const int KeptOfAKind = 3; // the others are counted

    private static readonly TimeSpan s_reportEvery = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<string, long> _findings = [], _rejections = [], _onlyHere = [];
    private readonly ConcurrentDictionary<int, long> _covered = []; // opcodes of accepted programs
    private readonly long[] _outcomes = new long[Enum.GetValues<OracleOutcome>().Length];
    private readonly Stopwatch _total = new();
    private readonly Lock _lock = new();
    private long _next, _steps;
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
    public static TestCase Make(ulong seed, long number)
    {
        var random = RandomSource.ForInput(seed, number);
        var test = EdgeProgram.Make(new RandomSource(random.Next()));
        return random.Below(4) == 0 ? Mutation.Apply(test, ref random) : test;
    }

    private void Work()
    {
        using Oracle oracle = new(options.Kernel, options.Inputs);
        long before = 0;
        for (long number = Interlocked.Increment(ref _next) - 1; number < options.Count; number = Interlocked.Increment(ref _next) - 1)
        {
            Try(oracle, options.First + number);
            Interlocked.Add(ref _steps, oracle.Steps - before);
            before = oracle.Steps;
            if ((number & 0x3f) == 0 && _total.Elapsed > _nextReport)
            {
                lock (_lock)
                {
                    if (_total.Elapsed < _nextReport) continue;
                    _nextReport = _total.Elapsed + s_reportEvery;
                    Report(number + 1);
                }
            }
        }
    }

    private void Try(Oracle oracle, long number)
    {
        TestCase test = Make(options.Seed, number);
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
            default:
                foreach (Instruction each in test.Code) _covered.AddOrUpdate(each.Opcode.Value, 1, (_, count) => count + 1);
                break;
        }
    }

    // With the maps in the code, so that both move together.
    private static TestCase Shrink(Oracle oracle, TestCase test, RandomSource inputs, string kind)
    {
        FuzzProgram small = Shrinker.Shrink(new FuzzProgram(MapCode.Put(test), []), smaller =>
            oracle.Try(MapCode.Take(test.Type, smaller.Code), inputs) is { Outcome: OracleOutcome.Finding } answer && answer.Kind == kind);
        return MapCode.Take(test.Type, small.Code);
    }

    private static void Count(ConcurrentDictionary<string, long> counts, string what) => counts.AddOrUpdate(what, 1, (_, count) => count + 1);

    private void Keep(long number, string what, TestCase test, string why)
    {
        Directory.CreateDirectory(options.Folder);
        string file = Path.Combine(options.Folder, $"verifier-{options.Seed}-{number}.txt");
        File.WriteAllText(file, $"{test}\n; {why.ReplaceLineEndings("\n; ")}\n");
        lock (_lock) Console.WriteLine($"{what} {file} (seed {options.Seed}, program {number}): {why}");
    }

    private void Report(long count)
    {
        TimeSpan elapsed = _total.Elapsed;
        long accepted = this[OracleOutcome.Accepted] + this[OracleOutcome.Compared];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"seed {options.Seed}: {count:N0} programs in {elapsed:hh\\:mm\\:ss}, {count / elapsed.TotalSeconds:N0} a second; accepted {accepted:N0} ({100.0 * accepted / Math.Max(count, 1):F1} %), compared {this[OracleOutcome.Compared]:N0} in {_steps:N0} steps; too long {this[OracleOutcome.TooLong]:N0}; {Findings} findings; {_covered.Count} opcodes in accepted programs"));
        Console.WriteLine($"  refused: {Join(_rejections, 8)}");
        if (options.Kernel) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  taken by the kernel only: {this[OracleOutcome.OnlyRejectedHere]:N0}: {Join(_onlyHere, 12)}"));
        if (!_findings.IsEmpty) Console.WriteLine($"  findings: {Join(_findings, 20)}");
    }

    private static string Join(ConcurrentDictionary<string, long> counts, int most) =>
        string.Join("; ", counts.OrderByDescending(each => each.Value).Take(most).Select(each => string.Create(CultureInfo.InvariantCulture, $"{each.Value:N0} {each.Key}")));
}
