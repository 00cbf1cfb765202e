using System.CommandLine;
using Waggle.Cli.Lifetime;

namespace Waggle.Cli.Commands;

/// <summary>Maps in the kernel.</summary>
internal sealed class MapCommand : Command
{
    public MapCommand(Invocation invocation) : base("map", "List, show, create, read, write and pin maps in the kernel.")
    {
        Subcommands.Add(new MapListCommand(invocation));
        Subcommands.Add(new MapShowCommand(invocation));
        Subcommands.Add(new MapDumpCommand(invocation));
        Subcommands.Add(new MapLookupCommand(invocation));
        Subcommands.Add(new MapUpdateCommand(invocation));
        Subcommands.Add(new MapDeleteCommand(invocation));
        Subcommands.Add(new MapCreateCommand(invocation));
        Subcommands.Add(new MapPinCommand(invocation));
        HelpWithExamples.AddTo(
            this,
            ("waggle map list", "the maps of this machine"),
            ("waggle map dump id 5", "what is in one, with the names of its fields"),
            ("waggle map update id 5 key 1 value '{\"calls\":0}'", "write an element"));
    }
}
