using System.CommandLine;
using Waggle.Cli.Lifetime;

namespace Waggle.Cli.Commands;

/// <summary>What the commands about programs, maps, links and types have in common.</summary>
internal abstract class ObjectCommand : Command
{
    private readonly Option<string> _output = WatchOptions.Output("text for people, json for scripts (one object a line). [default: text]");

    protected ObjectCommand(Invocation invocation, string topic, string name, string description, params IReadOnlyList<(string Command, string Meaning)> examples)
        : base(name, description)
    {
        Options.Add(_output);
        HelpWithExamples.AddTo(this, examples);
        SetAction(parsed =>
        {
            invocation.ThrowIfFollowing($"{topic} {name}".TrimStart());
            using Stream stream = invocation.OpenOutput();
            using CommandOutput output = new(stream, parsed.GetValue(_output) == "json", invocation.IsTerminal);
            return Run(parsed, output);
        });
    }

    /// <summary>Does it.</summary>
    /// <returns>The exit code.</returns>
    protected abstract int Run(ParseResult parsed, CommandOutput output);

    /// <summary>Words that name an object, such as "id 5".</summary>
    protected static Argument<string[]> Words(string name, string forms, ArgumentArity? arity = null) => new(name)
    {
        Description = forms,
        Arity = arity ?? ArgumentArity.OneOrMore,
    };
}
