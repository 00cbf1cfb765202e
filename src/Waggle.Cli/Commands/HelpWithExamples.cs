using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Waggle.Cli.Commands;

/// <summary>Help as the library writes it, and examples beneath: most people read those first.</summary>
internal sealed class HelpWithExamples(HelpAction help, bool takesCommand, IReadOnlyList<(string Command, string Meaning)> examples)
    : SynchronousCommandLineAction
{
    /// <summary>Adds examples to the help of a command.</summary>
    public static void AddTo(Command command, params IReadOnlyList<(string Command, string Meaning)> examples)
    {
        HelpOption? option = command.Options.OfType<HelpOption>().FirstOrDefault();
        if (option is null) command.Options.Add(option = new HelpOption());
        option.Action = new HelpWithExamples(new HelpAction(), command.Description?.Contains("-- COMMAND", StringComparison.Ordinal) ?? false, examples);
    }

    public override int Invoke(ParseResult parseResult)
    {
        // The library knows nothing of "--", which is taken off before it sees the command line.
        InvocationConfiguration configuration = parseResult.InvocationConfiguration;
        TextWriter output = configuration.Output;
        using StringWriter text = new();
        configuration.Output = text;
        int result = help.Invoke(parseResult);
        configuration.Output = output;
        string usage = MarkOptional(text.ToString(), parseResult.CommandResult.Command.Subcommands);
        output.Write(takesCommand ? usage.Replace("[options]", "[options] [-- COMMAND ARGS...]", StringComparison.Ordinal) : usage);
        output.WriteLine("Examples:");
        int width = examples.Max(e => e.Command.Length);
        foreach ((string command, string meaning) in examples) output.WriteLine($"  {command.PadRight(width)}  {meaning}");
        output.WriteLine();
        return result;
    }

    // In a list of commands the library writes <NAME> for arguments that may be left out too; it does mark them in a usage line.
    private static string MarkOptional(string usage, IEnumerable<Command> commands)
    {
        foreach (Command command in commands)
        {
            string before = $"  {command.Name} {string.Join(' ', command.Arguments.Select(a => $"<{a.Name}>"))}";
            string after = $"  {command.Name} {string.Join(' ', command.Arguments.Select(a => a.Arity.MinimumNumberOfValues == 0 ? $"[{a.Name}]" : $"<{a.Name}>"))}";
            if (command.Arguments.Count > 0) usage = usage.Replace(before, after, StringComparison.Ordinal);
        }

        return usage;
    }
}
