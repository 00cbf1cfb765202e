using System.CommandLine;
using System.Text;
using Waggle.Bpf.Types;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Selection;

namespace Waggle.Cli.Commands;

/// <summary>Writes types of the kernel as C# structs for programs.</summary>
internal sealed class BtfGenerateCommand : ObjectCommand
{
    private readonly Argument<string[]> _names = Words("TYPE", "A struct, union or enumeration, with the fields that matter: task_struct, task_struct:pid,tgid.");

    private readonly Option<string[]> _source = new("--from")
    {
        Description = $"Where the types are: {BtfSource.Forms} [default: vmlinux]",
        HelpName = "SOURCE",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> _space = new("--namespace") { Description = "The namespace of the structs; none by default.", HelpName = "NAME" };

    private readonly Option<string?> _file = new("--output-file") { Description = "Write to a file instead of to the standard output.", HelpName = "FILE" };

    public BtfGenerateCommand(Invocation invocation) : base(
        invocation, "btf", "generate", "Write types of the kernel as C# structs, by which programs read them on every kernel (CO-RE).",
        ("waggle btf generate task_struct:pid,tgid,comm,mm mm_struct:total_vm", "the fields that a program needs"),
        ("waggle btf generate sock --namespace My.Kernel --output-file Sock.cs", "a whole struct, into a file"),
        ("waggle btf generate tcp_ca_state", "an enumeration"))
    {
        Arguments.Add(_names);
        Options.Add(_source);
        Options.Add(_space);
        Options.Add(_file);
    }

    protected override int Run(ParseResult parsed, CommandOutput output)
    {
        Btf types = BtfSource.Read(parsed.GetValue(_source) is { Length: > 0 } source ? source : ["vmlinux"]);
        using StringWriter text = new() { NewLine = "\n" };
        try
        {
            KernelStructWriter.Write(types, text, [.. parsed.GetValue(_names)!.Select(KernelStructRequest.Parse)], parsed.GetValue(_space));
        }
        catch (Exception e) when (e is UnknownNameException or BtfFormatException)
        {
            throw new InputException(e.Message);
        }

        string? file = parsed.GetValue(_file);
        if (file is not null) File.WriteAllText(file, text.ToString(), new UTF8Encoding(false));
        if (output.IsJson) output.Json(json => json.WriteString(file is null ? "text" : "file", file ?? text.ToString()));
        else if (file is null) output.Stream.Write(Encoding.UTF8.GetBytes(text.ToString()));
        return ExitCode.Success;
    }
}
