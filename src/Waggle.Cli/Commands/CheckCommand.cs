using System.Collections.Concurrent;
using System.CommandLine;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Selection;
using Waggle.Cli.Sinks;
using Waggle.Cli.Views;
using Waggle.Linux;
using Waggle.Verifier;
using Waggle.Verifier.Kernels;

namespace Waggle.Cli.Commands;

/// <summary>Asks a verifier about the programs of object files: ours, the kernel's, or both.</summary>
internal sealed class CheckCommand : Command
{
    private readonly Argument<string[]> _paths = new("FILE") { Description = "Object files, and folders of them (*.o).", Arity = ArgumentArity.OneOrMore };

    private readonly Option<string?> _section = new("--section", "-s") { Description = "Programs of this section only.", HelpName = "NAME" };

    private readonly Option<string> _engine = new("--engine", "-e")
    {
        Description = "Who judges: our own verifier, which needs no privileges; the running kernel's, which needs them; or both, compared.",
        HelpName = "waggle|kernel|both",
        DefaultValueFactory = _ => CheckEngine.Waggle,
    };

    private readonly Option<KernelVersion?> _kernel = new("--kernel", "-k")
    {
        Description = $"Whose rules our verifier holds the programs to: {string.Join(", ", KernelVersion.Known)}. [default: {KernelVersion.Latest}]",
        HelpName = "VERSION",
        CustomParser = result =>
        {
            if (KernelVersion.TryParse(result.Tokens[0].Value, out KernelVersion version) && KernelVersion.Known.Contains(version)) return version;
            result.AddError($"--kernel '{result.Tokens[0].Value}' is not known. Known are {string.Join(", ", KernelVersion.Known)}.");
            return null;
        },
    };

    private readonly Option<bool> _unprivileged = new("--unprivileged", "-u") { Description = "Hold the programs to what Linux lets processes without CAP_BPF load: for our verifier only." };

    private readonly Option<bool> _explain = new("--explain") { Description = "Say beneath each rejection what led to it and what helps, in at most 12 lines. [default: on a terminal]" };

    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "Write each instruction that is gone through on each path, and what it leaves behind, as the kernel's log does." };

    private readonly Option<bool> _report = new("--report", "-r") { Description = "Say what each program uses: stack, maps, helpers, kernel functions, and where the verifier's work goes." };

    private readonly Option<string?> _graph = new("--graph", "-g")
    {
        Description = "Write the control flow as a graph, with what holds at each block: FILE.dot or FILE.svg; of several programs FILE.PROGRAM.svg for each.",
        HelpName = "FILE",
    };

    private readonly KernelTypesOption _types = new();

    private readonly KernelConfigurationOption _configuration = new();

    private readonly Option<string> _output = WatchOptions.Output("text for people, json for scripts. [default: text]");

    public CheckCommand(Invocation invocation)
        : base("check", "Have the programs of object files verified, without attaching them: a line for each, exit code 1 if one is rejected.")
    {
        _engine.AcceptOnlyFromAmong(CheckEngine.Waggle, CheckEngine.Kernel, CheckEngine.Both);
        Arguments.Add(_paths);
        Options.Add(_section);
        Options.Add(_engine);
        Options.Add(_kernel);
        Options.Add(_unprivileged);
        Options.Add(_types);
        Options.Add(_configuration);
        Options.Add(_explain);
        Options.Add(_report);
        Options.Add(_graph);
        Options.Add(_verbose);
        Options.Add(_output);
        HelpWithExamples.AddTo(
            this,
            ("waggle check prog.bpf.o", "would Linux take the programs? no root needed"),
            ("waggle check prog.bpf.o --kernel 5.15", "would that kernel, which is not here?"),
            ("waggle check filter.bpf.o --unprivileged", "could anybody load it, where kernel.unprivileged_bpf_disabled is 0?"),
            ("waggle check prog.bpf.o --report", "its stack, maps and helpers, and where the verifier's work goes"),
            ("waggle check prog.bpf.o --section xdp --graph xdp.svg", "its control flow, with what is known at each block"),
            ("waggle check prog.bpf.o --verbose", "each instruction on each path, as in the kernel's log"),
            ("sudo waggle check prog.bpf.o --engine kernel", "what does the running kernel itself say?"),
            ("sudo waggle check build/ --engine both", "all objects of a folder; where our verifier and the kernel's disagree"),
            ("waggle check prog.bpf.o --btf debian-6.1.btf", "does the other kernel have the types and fields that they read?"),
            ("waggle check build/ --output json | jq 'select(.verdict == \"rejected\")'", "those that it would not, for scripts"));
        SetAction(parsed =>
        {
            invocation.ThrowIfFollowing("check");
            return Run(invocation, parsed);
        });
    }

    private int Run(Invocation invocation, ParseResult parsed)
    {
        string engine = parsed.GetValue(_engine)!;
        if (engine == CheckEngine.Kernel && parsed.GetValue(_kernel) is not null)
            throw new UsageException("--kernel is for our verifier: the kernel judges by its own rules.", "Leave out one of --kernel and --engine kernel.");
        if (engine != CheckEngine.Waggle && parsed.GetValue(_unprivileged))
            throw new UsageException("--unprivileged is for our verifier: the kernel judges by what the process that asks may do.", $"Leave out one of --unprivileged and --engine {engine}.");
        bool isJson = parsed.GetValue(_output) == "json", isVerbose = parsed.GetValue(_verbose);
        if (isVerbose && isJson) throw new UsageException("The log of --verbose is text.", "Leave out one of --verbose and --output json.");
        if (engine == CheckEngine.Kernel && parsed.GetValue(_configuration) is not null)
            throw new UsageException("--kconfig is for our verifier: the kernel is asked with its own configuration.", "Leave out one of --kconfig and --engine kernel.");
        if (engine == CheckEngine.Kernel && (parsed.GetValue(_report) || parsed.GetValue(_graph) is not null))
            throw new UsageException("--report and --graph are of our verifier: the kernel does not tell so much.", "Leave out --engine kernel.");
        GraphFiles? graphs = parsed.GetValue(_graph) is { } path ? new GraphFiles(path) : null;
        Btf? given = _types.Read(parsed);
        KernelEngine? kernel = engine == CheckEngine.Waggle ? null : KernelEngine.Create();
        using Stream output = invocation.OpenOutput();
        using CleanTextWriter? log = isVerbose ? new CleanTextWriter(output) : null;
        KernelVersion version = parsed.GetValue(_kernel) ?? KernelVersion.Latest;
        WaggleCheck? waggle = engine == CheckEngine.Kernel
            ? null
            : new(new VerifierOptions
            {
                Kernel = version,
                IsPrivileged = !parsed.GetValue(_unprivileged),
                KernelTypes = given ?? RunningTypes(),
                CollectsReport = parsed.GetValue(_report),
                CollectsGraph = graphs is not null,
                Log = log,
            }, new CheckConfiguration(version, _configuration.Read(parsed)));
        CheckFiles files = new(parsed.GetValue(_paths)!, parsed.GetValue(_section), invocation.Error);
        bool explains = parsed.GetValue(_explain) || invocation.IsTerminal;
        using JsonLineSink<CheckedProgram> json = new(output, SignalJson.Lines.CheckedProgram);
        using CheckProgress progress = new(invocation.CanDraw && !isVerbose && !Console.IsErrorRedirected ? invocation.Error : null);
        (int programs, int rejected) = (0, 0);
        foreach (CheckedProgram result in Check(files.Read(files.List()), waggle, kernel, given, log))
        {
            progress.Clear();
            if (isJson) json.Write(result);
            else TextOutput.Write(output, CheckView.Lines(result, explains));
            output.Flush();
            if (result.Graph is { } graph) graphs?.Add(graph);
            programs++;
            if (!result.IsAccepted()) rejected++;
            progress.Show(programs, rejected);
        }

        graphs?.Finish();
        if (files.Count == 0 && !files.HasFailed) // then --section has left nothing
            throw new InputException($"No program is of section '{parsed.GetValue(_section)}'.");
        return rejected == 0 && !files.HasFailed ? ExitCode.Success : ExitCode.Failure;
    }

    // Ours verifies on all processors; results come in the order of the programs. The kernel is asked one by one, and a log is written of one
    // program after the other.
    private static IEnumerable<CheckedProgram> Check(
        IEnumerable<(string File, BpfObject Object, ProgramSpec Program)> programs, WaggleCheck? waggle, KernelEngine? kernel, Btf? given, TextWriter? log)
    {
        if (waggle is null) return programs.Select(p => AskKernel(kernel!, p.File, p.Object, p.Program, given, log));
        if (log is not null) return programs.Select(p => Ask(waggle, kernel, p, given, log));
        IEnumerable<(string File, BpfObject Object, ProgramSpec Program, CheckedProgram Result)> verified = Partitioner
            .Create(programs, EnumerablePartitionerOptions.NoBuffering).AsParallel().AsOrdered().WithMergeOptions(ParallelMergeOptions.NotBuffered)
            .Select(p => (p.File, p.Object, p.Program, waggle.Run(p.File, p.Object, p.Program)));
        return verified.Select(p => kernel is null ? p.Result : p.Result.Beside(AskKernel(kernel, p.File, p.Object, p.Program, given, log)));
    }

    private static CheckedProgram Ask(WaggleCheck waggle, KernelEngine? kernel, (string File, BpfObject Object, ProgramSpec Program) each, Btf? given, TextWriter log)
    {
        log.Write($"{CheckEngine.Waggle}  {each.File}  {each.Program.Section}  {each.Program.Name}\n");
        CheckedProgram result = waggle.Run(each.File, each.Object, each.Program);
        log.Flush();
        return kernel is null ? result : result.Beside(AskKernel(kernel, each.File, each.Object, each.Program, given, log));
    }

    private static CheckedProgram AskKernel(KernelEngine kernel, string file, BpfObject obj, ProgramSpec program, Btf? given, TextWriter? log)
    {
        log?.Write($"{CheckEngine.Kernel}  {file}  {program.Section}  {program.Name}\n");
        CheckedProgram result = new KernelCheck(kernel, file, obj, given, log).Run(program);
        log?.Flush();
        return result;
    }

    // Types of this machine, where there are some: an object that needs none is verified without.
    private static Btf? RunningTypes()
    {
        try
        {
            return KernelEngine.Create().KernelBtf;
        }
        catch (BpfException)
        {
            return null;
        }
    }
}
