using System.CommandLine;
using System.Globalization;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Cli.Engines;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Selection;
using Waggle.Cli.Views;
using Waggle.Vm;

namespace Waggle.Cli.Commands;

/// <summary>Compares the engines' times for the programs of object files.</summary>
internal sealed class BenchCommand : ObjectCommand
{
    private const int UsualRounds = 25;

    private readonly Argument<string[]> _files = new("FILE") { Description = "Object files.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> _program = new("--program", "-p") { Description = "Only the programs of this name. [default: all]", HelpName = "NAME" };
    private readonly InputOptions _input = new();

    private readonly Option<string> _engines = new("--engine", "-e")
    {
        Description = "The engines to compare, with commas between them.",
        HelpName = string.Join(',', EngineChoice.Names),
        DefaultValueFactory = _ => string.Join(',', EngineChoice.Names),
    };

    private readonly Option<int> _rounds = new("--rounds")
    {
        Description = "Rounds of some 2 ms for each program and engine.",
        HelpName = "N",
        DefaultValueFactory = _ => UsualRounds,
    };

    private readonly TextWriter _error;

    public BenchCommand(Invocation invocation) : base(
        invocation, "", "bench", "Run programs of object files in each engine, in turns, and compare the times of a run.",
        ("waggle bench prog.bpf.o --engine vm,interpreter --data packet.bin", "compiled or step by step: what is the difference?"),
        ("sudo waggle bench build/*.bpf.o --output json", "beside the kernel, an object for each program and engine"))
    {
        _error = invocation.Error;
        Arguments.Add(_files);
        foreach (Option option in (Option[])[_engines, _program, _rounds]) Options.Add(option);
        _input.AddTo(this);
        _engines.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && Split(token.Value).FirstOrDefault(e => !EngineChoice.Names.Contains(e)) is { } unknown)
                result.AddError($"'{unknown}' is no engine; there are {string.Join(", ", EngineChoice.Names)}.");
        });
        _rounds.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int rounds) && rounds > 0))
                result.AddError($"--rounds takes a number of at least 1, and '{token.Value}' is none.");
        });
    }

    /// <returns>Failure if a program could not be measured, or the engines disagree on what it gives.</returns>
    protected override int Run(ParseResult parsed, CommandOutput output)
    {
        string[] engines = [.. Split(parsed.GetValue(_engines)!).Distinct()];
        bool isAllGood = true;
        foreach (string file in parsed.GetValue(_files)!)
        {
            BpfObject obj = ObjectFile.Read(file);
            string? name = parsed.GetValue(_program);
            if (name is not null) _ = ObjectFile.Find(obj, file, section: null, name);
            foreach (ProgramSpec spec in obj.Programs.Where(p => name is null || p.Name == name))
            {
                List<EngineResult> results = Measure(obj, spec, engines, _input.Read(parsed, spec), parsed.GetValue(_rounds));
                isAllGood &= results.Count == engines.Length && results.All(r => r.Outcome.IsSameAs(results[0].Outcome));
                Write(output, spec, results);
                output.Stream.Flush();
            }
        }

        return isAllGood ? ExitCode.Success : ExitCode.Failure;
    }

    private static string[] Split(string engines) => engines.Split(',', StringSplitOptions.TrimEntries);

    // What one engine does not run must not keep the others from being measured.
    private List<EngineResult> Measure(BpfObject obj, ProgramSpec spec, string[] engines, ProgramInput input, int rounds)
    {
        List<(string Engine, EngineProgram Program, ProgramOutcome Outcome)> loaded = [];
        try
        {
            foreach (string engine in engines)
            {
                EngineProgram? program = null;
                try
                {
                    program = EngineProgram.Load(engine, obj, spec);
                    loaded.Add((engine, program, program.Run(input)));
                }
                catch (Exception e) when (e is BpfException and not BpfPermissionException or VmFaultException)
                {
                    program?.Dispose();
                    _error.WriteLine(SafeText.Clean($"waggle: {spec.Name}, {engine}: {e.Message.Split('\n')[0]}"));
                }
            }

            if (loaded.Count == 0) return [];
            Timing[] times = TimedRounds.Measure([.. loaded.Select(l => l.Program)], input, rounds);
            return [.. loaded.Select((l, i) => new EngineResult(l.Engine, times[i], l.Program.CompileMilliseconds, l.Outcome))];
        }
        finally
        {
            foreach (var (_, program, _) in loaded) program.Dispose();
        }
    }

    private static void Write(CommandOutput output, ProgramSpec spec, List<EngineResult> results)
    {
        double? kernel = results.Find(r => r.Engine == EngineChoice.Kernel)?.Times.Minimum;
        if (!output.IsJson)
        {
            if (results.Count > 0) output.Text(BenchView.Table(spec, results, kernel));
            return;
        }

        foreach (EngineResult result in results) output.Json(json => BenchView.WriteJson(json, spec, result, kernel));
    }
}
