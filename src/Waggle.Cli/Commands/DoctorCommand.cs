using System.CommandLine;
using Waggle.Cli.Lifetime;

namespace Waggle.Cli.Commands;

internal sealed class DoctorCommand : Command
{
    public DoctorCommand(Invocation invocation) : base("doctor", "TODO") => SetAction(_ => { invocation.ThrowIfFollowing("doctor"); return ExitCode.Success; });
}
