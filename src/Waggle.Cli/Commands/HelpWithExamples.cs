using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Waggle.Cli.Commands;

/// <summary>Help as the library writes it, and examples beneath: most people read those first.</summary>
internal sealed class HelpWithExamples(HelpAction help, IReadOnlyList<(string Command, string Meaning)> examples) : SynchronousCommandLineAction
{
    /// <summary>Adds examples to the help of a command.</summary>
    public static void AddTo(Command command, params IReadOnlyList<(string Command, string Meaning)> examples)
    {
        HelpOption? option = command.Options.OfType<HelpOption>().FirstOrDefault();
        if (option is null) command.Options.Add(option = new HelpOption());
        option.Action = new HelpWithExamples(new HelpAction(), examples);
    }

    public override int Invoke(ParseResult parseResult)
    {
        int result = help.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        int width = examples.Max(e => e.Command.Length);
        foreach ((string command, string meaning) in examples) output.WriteLine($"  {command.PadRight(width)}  {meaning}");
        output.WriteLine();
        return result;
    }
}
