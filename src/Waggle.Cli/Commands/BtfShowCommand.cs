using System.CommandLine;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Selection;

namespace Waggle.Cli.Commands;

/// <summary>Shows one BTF object.</summary>
internal sealed class BtfShowCommand : ObjectCommand
{
    private readonly Argument<string[]> _object = Words("BTF", "id N, or a number alone.");

    public BtfShowCommand(Invocation invocation) : base(
        invocation, "btf", "show", "Show a BTF object and who uses it.",
        ("waggle btf show id 1", "the kernel's own"),
        ("waggle btf dump id 1", "print its types")) => Arguments.Add(_object);

    protected override int Run(ParseResult parsed, CommandOutput output)
    {
        uint id = BtfSource.ParseId(parsed.GetValue(_object)!);
        BtfView.Row[] rows = [.. BtfView.Read().Where(r => r.Info.Id == id)];
        if (rows.Length == 0) throw ObjectSelector.NotThere("BTF object", id);
        BtfView.Write(output, rows);
        return ExitCode.Success;
    }
}
