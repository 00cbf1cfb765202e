using System.CommandLine;
using Waggle.Cli.Lifetime;

namespace Waggle.Cli.Commands;

internal sealed class DisasmCommand : Command
{
    public DisasmCommand(Invocation invocation) : base("disasm", "TODO") => SetAction(_ => { invocation.ThrowIfFollowing("disasm"); return ExitCode.Success; });
}
