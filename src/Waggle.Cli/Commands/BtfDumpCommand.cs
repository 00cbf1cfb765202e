using System.CommandLine;
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

    private readonly Option<string> _format = new("--format", "-f") { Description = "raw: a line a type with its parts below; json: an object a type.", HelpName = "raw|json", DefaultValueFactory = _ => "raw" };

    private readonly Option<string?> _type = new("--type", "-t") { Description = "Only the types of this name.", HelpName = "NAME" };

    public BtfDumpCommand(Invocation invocation) : base(
        invocation, "btf", "dump", "Print types of the kernel, of a BTF object or of a file.",
        ("waggle btf dump vmlinux --type task_struct", "one struct of the kernel"),
        ("waggle btf dump prog.bpf.o", "all types of an object file"),
        ("waggle btf dump id 5 --format json | jq 'select(.kind == \"STRUCT\").name'", "for scripts"))
    {
        _format.AcceptOnlyFromAmong("raw", "json");
        Arguments.Add(_source);
        Options.Add(_format);
        Options.Add(_type);
    }

    protected override int Run(ParseResult parsed, CommandOutput output)
    {
        Btf types = BtfSource.Read(parsed.GetValue(_source)!);
        bool isJson = output.IsJson || parsed.GetValue(_format) == "json";
        string? name = parsed.GetValue(_type);
        int first = types.Base?.Count ?? 1; // a module's own types follow the kernel's
        IEnumerable<int> ids = name is null ? Enumerable.Range(first, types.Count - first) : types.FindAll(name);
        bool isEmpty = true;
        foreach (int id in ids)
        {
            isEmpty = false;
            BtfDescription description = Describe(types, id);
            if (isJson) output.Json(description.Write);
            else TextOutput.Write(output.Stream, [description.ToRawText()]);
        }

        return isEmpty && name is not null ? throw new InputException($"There is no type '{name}'.") : ExitCode.Success;
    }

    private static BtfDescription Describe(Btf types, int id)
    {
        try
        {
            return BtfDescription.Of(types, id);
        }
        catch (BtfFormatException e)
        {
            throw new InputException(e.Message);
        }
    }
}
