using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.IO.MemoryMappedFiles;
using Waggle.Bpf.Instructions;
using Waggle.Vm.Execution;

namespace Waggle.Fuzz.Vm;

/// <summary>Tries program after program in each engine, and keeps those on which they differ.</summary>
internal sealed class VmCampaign(VmFuzzOptions options, ImmutableArray<ImmutableArray<Instruction>> real) : IDisposable
{
    private const int KeptOfAKind = 5; // the others are counted

    private static readonly TimeSpan s_reportEvery = TimeSpan.FromSeconds(20);

    private readonly VmSubject _vm = new();
    private readonly KernelSubject? _kernel = options.Kernel ? new() : null;
    private readonly HostileProgram _hostile = new(real);
    private readonly Dictionary<string, long> _ends = [], _refusals = [], _kinds = [];
    private long _shown, _accepted;

    public int Findings { get; private set; }

    public void Run()
    {
        Directory.CreateDirectory(options.Folder);
        // The number of the program that is running survives a crash of this process.
        string marker = Path.Combine(options.Folder, $"vm-{options.Seed}.current");
        using var current = MemoryMappedFile.CreateFromFile(marker, FileMode.Create, null, sizeof(long));
        using MemoryMappedViewAccessor view = current.CreateViewAccessor();
        var total = Stopwatch.StartNew();
        TimeSpan next = s_reportEvery;
        for (long number = options.First; number < options.First + options.Count; number++)
        {
            view.Write(0, number);
            Try(number);
            if ((number & 0xff) == 0 && total.Elapsed > next)
            {
                Report(number + 1 - options.First, total.Elapsed);
                next = total.Elapsed + s_reportEvery;
            }
        }

        Report(options.Count, total.Elapsed);
        File.Delete(marker);
    }

    public void Dispose() => _vm.Dispose();

    private void Try(long number)
    {
        var random = RandomSource.ForInput(options.Seed, number);
        bool isSafe = random.Below(100) < options.Safe;
        FuzzProgram program = isSafe ? SafeProgram.Make(random) : _hostile.Make(random);
        string? difference = Compare(program, isSafe, isFirst: true);
        if (difference is null) return;
        Findings++;
        string kind = KindOf(difference);
        Count(_kinds, kind);
        if (_kinds[kind] > KeptOfAKind) return;
        FuzzProgram small = Shrinker.Shrink(program, smaller => Compare(smaller, isSafe, isFirst: false) is { } other && KindOf(other) == kind);
        Keep(number, small, Compare(small, isSafe, isFirst: false) ?? $"only before it was made smaller: {difference}");
    }

    // What differs, without the numbers.
    private static string KindOf(string difference) =>
        new([.. difference.Split('\n')[..Math.Min(2, difference.Count('\n') + 1)].SelectMany(line => line.Split(',')[0]).Where(c => !char.IsDigit(c))]);

    /// <summary>How the engines differ on a program; null if they agree.</summary>
    private string? Compare(FuzzProgram program, bool isSafe, bool isFirst)
    {
        try
        {
            ProgramImage? image = VmSubject.Read(program.Code, isTrusted: false);
            FuzzOutcome expected = _vm.Interpret(image, program.Memory);
            if (isFirst) Count(_ends, expected.Kind.Split(' ')[0]);
            if (expected.Kind.StartsWith("wrote", StringComparison.Ordinal) || expected.Kind.StartsWith("took", StringComparison.Ordinal)) return $"the interpreter {expected.Kind}";
            if (options.Jit && _vm.Compile(image, program.Memory) is var compiled && !compiled.IsSameAs(expected))
                return $"interpreter: {expected}\nJIT: {compiled}";
            return _kernel is not null && isSafe ? CompareWithKernel(program, expected, isFirst) : null;
        }
#pragma warning disable CA1031 // to find exceptions of every type is what this is for
        catch (Exception error)
#pragma warning restore CA1031
        {
            return error.ToString();
        }
    }

    private string? CompareWithKernel(FuzzProgram program, FuzzOutcome expected, bool isFirst)
    {
        FuzzOutcome outcome = _kernel!.Run(program.Code, program.Memory);
        if (isFirst) _shown++;
        if (outcome.Kind == FuzzOutcome.Refused)
        {
            if (isFirst) Count(_refusals, new string([.. _kernel.Refusal.Where(c => !char.IsDigit(c))]));
            return null;
        }

        if (isFirst) _accepted++;
        if (!outcome.IsSameAs(expected)) return $"kernel: {outcome}\ninterpreter: {expected}";
        ProgramImage? trusted = VmSubject.Read(program.Code, isTrusted: true);
        if (_vm.Interpret(trusted, program.Memory) is var interpreted && !interpreted.IsSameAs(outcome))
            return $"kernel: {outcome}\ninterpreter without checks: {interpreted}";
        return options.Jit && _vm.Compile(trusted, program.Memory) is var compiled && !compiled.IsSameAs(outcome)
            ? $"kernel: {outcome}\nJIT without checks: {compiled}"
            : null;
    }

    private static void Count(Dictionary<string, long> counts, string what) => counts[what] = counts.GetValueOrDefault(what) + 1;

    private void Keep(long number, FuzzProgram program, string what)
    {
        string file = Path.Combine(options.Folder, $"vm-{options.Seed}-{number}.txt");
        File.WriteAllText(file, $"{program}\n; {what.ReplaceLineEndings("\n; ")}\n");
        Console.WriteLine($"FINDING {file} (seed {options.Seed}, program {number}): {what}\n{program}");
    }

    private void Report(long count, TimeSpan elapsed)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"seed {options.Seed}: {count:N0} programs in {elapsed:hh\\:mm\\:ss}, {count / elapsed.TotalSeconds:N0} a second; {Join(_ends)}; {Findings} findings; at most {_vm.MostTime.TotalMilliseconds:F0} ms for one"));
        if (_kernel is not null)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  the kernel accepted {_accepted:N0} of {_shown:N0} ({100.0 * _accepted / Math.Max(_shown, 1):F1} %); refused: {Join(_refusals, 6)}"));
        }

        static string Join(Dictionary<string, long> counts, int most = 20) =>
            string.Join(", ", counts.OrderByDescending(each => each.Value).Take(most).Select(each => string.Create(CultureInfo.InvariantCulture, $"{each.Key} {each.Value:N0}")));
    }
}
