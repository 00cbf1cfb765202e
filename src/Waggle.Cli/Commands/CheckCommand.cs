using System.CommandLine;
using System.Globalization;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Types;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Selection;
using Waggle.Cli.Sinks;
using Waggle.Cli.Views;
using Waggle.Linux;

namespace Waggle.Cli.Commands;

/// <summary>Asks the kernel's verifier about the programs of object files.</summary>
internal sealed class CheckCommand : Command
{
    private readonly Argument<string[]> _files = new("FILE") { Description = "Object files.", Arity = ArgumentArity.OneOrMore };

    private readonly Option<string> _engine = new("--engine", "-e")
    {
        Description = "Who judges: the verifier of the running kernel.",
        HelpName = "kernel",
        DefaultValueFactory = _ => "kernel",
    };

    private readonly KernelTypesOption _types = new();

    private readonly Option<string> _output = WatchOptions.Output("text for people, json for scripts. [default: text]");

    public CheckCommand(Invocation invocation)
        : base("check", "Have the programs of object files verified, without attaching them: a line for each, exit code 1 if one is rejected.")
    {
        _engine.AcceptOnlyFromAmong("kernel");
        Arguments.Add(_files);
        Options.Add(_engine);
        Options.Add(_types);
        Options.Add(_output);
        HelpWithExamples.AddTo(
            this,
            ("waggle check prog.bpf.o", "would this kernel take the programs?"),
            ("waggle check prog.bpf.o --btf debian-6.1.btf", "does the other kernel have the types and fields that they read?"),
            ("waggle check build/*.bpf.o --output json | jq 'select(.verdict == \"rejected\")'", "those that it would not, for scripts"));
        SetAction(parsed =>
        {
            invocation.ThrowIfFollowing("check");
            return Run(invocation, parsed.GetValue(_files)!, _types.Read(parsed), parsed.GetValue(_output) == "json");
        });
    }

    private static int Run(Invocation invocation, string[] files, Btf? kernelTypes, bool isJson)
    {
        KernelEngine engine = KernelEngine.Create();
        using Stream output = invocation.OpenOutput();
        using JsonLineSink<CheckedProgram> json = new(output, SignalJson.Lines.CheckedProgram);
        bool isAllGood = true;
        foreach (string file in files)
        {
            if (TryRead(file, invocation.Error) is not { } obj)
            {
                isAllGood = false;
                continue;
            }

            ProgramCheck check = new(engine, file, obj, kernelTypes);
            foreach (ProgramSpec program in obj.Programs)
            {
                CheckedProgram result = check.Run(program);
                isAllGood &= result.Verdict == CheckedProgram.Accepted;
                if (isJson) json.Write(result);
                else TextOutput.Write(output, [ToText(result)]);
                output.Flush();
            }
        }

        return isAllGood ? ExitCode.Success : ExitCode.Failure;
    }

    // One broken file must not keep the others from being checked.
    private static BpfObject? TryRead(string file, TextWriter error)
    {
        try
        {
            BpfObject obj = ObjectReader.Read(File.ReadAllBytes(file));
            if (!obj.Programs.IsEmpty) return obj;
            error.WriteLine(SafeText.Clean($"waggle: {file} holds no programs."));
        }
        catch (Exception e) when (e is ObjectFormatException or BtfFormatException or IOException or UnauthorizedAccessException)
        {
            error.WriteLine(SafeText.Clean($"waggle: {file}: {e.Message}"));
        }

        return null;
    }

    private static string ToText(CheckedProgram result)
    {
        string work = result.Instructions is { } count
            ? $"  {Quantity.Count((ulong)count, "instruction", "instructions")}, {Quantity.Count((ulong)(result.States ?? 0), "state", "states")}, {Quantity.Time(result.Seconds * 1e9)}"
            : "";
        string place = result.Line is { } line
            ? string.Create(CultureInfo.InvariantCulture, $" ({result.Source}:{line})")
            : result.Instruction is { } slot ? string.Create(CultureInfo.InvariantCulture, $" (instruction {slot})") : "";
        string reason = result.Reason is null ? "" : $"  {result.Reason}{place}";
        return SafeText.Clean($"{result.Verdict}  {result.File}  {result.Section}  {result.Program}{work}{reason}");
    }
}
