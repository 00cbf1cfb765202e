using System.CommandLine;
using System.Text;
using Waggle.Cli.Commands;
using Waggle.Cli.Lifetime;
using Waggle.Cli.Sinks;

// Console.Error would set the terminal up for input first; this is all that is needed.
using StreamWriter error = new(Console.OpenStandardError(), new UTF8Encoding(false)) { AutoFlush = true };
string[] words = Invocation.Split(args, out IReadOnlyList<string>? followed);
Invocation invocation = new(followed, error, StandardOutput.Open, !Console.IsOutputRedirected);

return ErrorReporter.Run(error, () =>
{
    ParseResult parsed = new WaggleCommand(invocation).Parse(words);
    if (parsed.Errors.Count > 0 && parsed.Action is System.CommandLine.Invocation.ParseErrorAction)
    {
        string command = string.Join(' ', parsed.CommandResult.Command.Parents.Reverse().Append(parsed.CommandResult.Command).Select(s => s.Name));
        throw new UsageException(parsed.Errors[0].Message, $"'{command} --help' shows what there is.");
    }

    return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
});
