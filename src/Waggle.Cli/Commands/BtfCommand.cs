using System.CommandLine;
using Waggle.Cli.Lifetime;

namespace Waggle.Cli.Commands;

/// <summary>Types in the kernel and in files.</summary>
internal sealed class BtfCommand : Command
{
    public BtfCommand(Invocation invocation) : base("btf", "List and print types: of the kernel, its modules, programs and files.")
    {
        Subcommands.Add(new BtfListCommand(invocation));
        Subcommands.Add(new BtfShowCommand(invocation));
        Subcommands.Add(new BtfDumpCommand(invocation));
        Subcommands.Add(new BtfGenerateCommand(invocation));
        HelpWithExamples.AddTo(
            this,
            ("waggle btf list", "the BTF objects of this machine"),
            ("waggle btf dump vmlinux --type task_struct", "a struct of the kernel"),
            ("waggle btf generate task_struct:pid,tgid", "the same for a program in C#"),
            ("waggle btf dump prog.bpf.o --format json", "the types of an object file, for scripts"));
    }
}
