using System.CommandLine;
using System.Text;
using Waggle.Bpf.Types;
using Waggle.Cli.Inventory;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Selection;
using Waggle.Cli.Sinks;

namespace Waggle.Cli.Commands;

/// <summary>Prints types.</summary>
internal sealed class BtfDumpCommand : ObjectCommand
{
    private readonly Argument<string[]> _source = Words("SOURCE", BtfSource.Forms);

    private readonly Option<string> _format = new("--format", "-f") { Description = "c: a header that clang reads; raw: a line a type with its parts below; json: an object a type.", HelpName = "c|raw|json", DefaultValueFactory = _ => "raw" };

    private readonly Option<string?> _type = new("--type", "-t") { Description = "Only the types of this name.", HelpName = "NAME" };

    public BtfDumpCommand(Invocation invocation) : base(
        invocation, "btf", "dump", "Print types of the kernel, of a BTF object or of a file.",
        ("waggle btf dump vmlinux --type task_struct", "one struct of the kernel"),
        ("waggle btf dump vmlinux --format c > vmlinux.h", "all types of the kernel as a header"),
        ("waggle btf dump prog.bpf.o", "all types of an object file"),
        ("waggle btf dump id 5 --format json | jq 'select(.kind == \"STRUCT\").name'", "for scripts"))
    {
        _format.AcceptOnlyFromAmong("c", "raw", "json");
        Arguments.Add(_source);
        Options.Add(_format);
        Options.Add(_type);
    }

    protected override int Run(ParseResult parsed, CommandOutput output)
    {
        Btf types = BtfSource.Read(parsed.GetValue(_source)!);
        string? name = parsed.GetValue(_type);
        IReadOnlyList<int>? named = name is null ? null : types.FindAll(name);
        if (named is []) throw new InputException($"There is no type '{name}'.");
        try
        {
            if (output.IsJson) Write(output, types, named, "json");
            else Write(output, types, named, parsed.GetValue(_format)!);
        }
        catch (BtfFormatException e)
        {
            throw new InputException(e.Message);
        }

        return ExitCode.Success;
    }

    private static void Write(CommandOutput output, Btf types, IReadOnlyList<int>? named, string format)
    {
        if (format == "c")
        {
            using StreamWriter text = new(output.Stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
            BtfHeaderWriter.Write(types, text, new BtfHeaderOptions { Roots = named });
            return;
        }

        // Of a module its own types, which follow the kernel's.
        foreach (int id in named ?? Enumerable.Range(types.FirstOwnId, types.Count - types.FirstOwnId))
        {
            if (format == "json") output.JsonLine(json => BtfJsonWriter.Write(json, id, types[id]));
            else TextOutput.Write(output.Stream, [BtfRawText.Format(id, types[id])]);
        }
    }
}
