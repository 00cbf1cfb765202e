using System.CommandLine;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Selection;
using Waggle.Cli.Views;
using Waggle.Linux.Inspection;

namespace Waggle.Cli.Commands;

/// <summary>Shows one program, or all that have a name or tag.</summary>
internal sealed class ProgShowCommand : ObjectCommand
{
    private readonly Argument<string[]> _program = Words("PROG", ObjectSelector.ProgramForms);

    public ProgShowCommand(Invocation invocation) : base(
        invocation, "prog", "show", "Show what the kernel says of a program.",
        ("waggle prog show id 12", "the program with this number"),
        ("waggle prog show name count --output json", "those with this name, for scripts")) => Arguments.Add(_program);

    protected override int Run(ParseResult parsed, CommandOutput output)
    {
        foreach (uint id in ObjectSelector.Programs(parsed.GetValue(_program)!))
        {
            KernelProgramInfo program = KernelInventory.FindProgram(id) ?? throw ObjectSelector.NotThere("program", id);
            if (output.IsJson) output.Json(json => ProgramView.WriteJson(json, program));
            else output.Text(ProgramView.Details(program));
        }

        return ExitCode.Success;
    }
}
