using System.CommandLine;
using Waggle.Cli.Lifetime;

namespace Waggle.Cli.Commands;

internal sealed class AsmCommand : Command
{
    public AsmCommand(Invocation invocation) : base("asm", "TODO") => SetAction(_ => { invocation.ThrowIfFollowing("asm"); return ExitCode.Success; });
}
