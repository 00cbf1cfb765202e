using System.CommandLine;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Selection;
using Waggle.Linux.Inspection;
using Waggle.Linux.Programs;

namespace Waggle.Cli.Commands;

/// <summary>Pins a program.</summary>
internal sealed class ProgPinCommand : ObjectCommand
{
    private readonly Argument<string[]> _words = Words("PROG PATH", $"The program ({ObjectSelector.ProgramForms}) and a path on a BPF file system.");

    public ProgPinCommand(Invocation invocation) : base(
        invocation, "prog", "pin", "Give a program a name on a BPF file system, so that it stays loaded.",
        ("waggle prog pin id 12 /sys/fs/bpf/count", "pin the program with this number"),
        ("rm /sys/fs/bpf/count", "unpin it")) => Arguments.Add(_words);

    protected override int Run(ParseResult parsed, CommandOutput output)
    {
        (IReadOnlyList<string> words, string path) = PinPath.SplitOff(parsed.GetValue(_words)!);
        uint id = ObjectSelector.Single(ObjectSelector.Programs(words), "program");
        using KernelProgram program = KernelInventory.OpenProgram(id) ?? throw ObjectSelector.NotThere("program", id);
        PinPath.Use(path, (folder, name) => folder.Pin(program, name));
        output.Done($"Program {id} is pinned at {path}.", json =>
        {
            json.WriteNumber("id", id);
            json.WriteString("pinned", path);
        });
        return ExitCode.Success;
    }
}
