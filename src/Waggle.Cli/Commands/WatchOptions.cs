using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Waggle.Cli.Commands;

/// <summary>Options that several commands share.</summary>
internal static class WatchOptions
{
    private const double MostSeconds = 4_000_000; // 46 days: what a timer of .NET takes

    public static Option<string> Output(string description)
    {
        Option<string> option = new("--output", "-o") { Description = description, HelpName = "text|json" };
        option.AcceptOnlyFromAmong("text", "json");
        return option;
    }

    public static Option<TimeSpan?> Duration() => Seconds("--duration", "-d", "End after this many seconds; fractions are allowed.");

    public static Option<TimeSpan?> Interval() => Seconds("--interval", "-i", "Refresh every this many seconds; fractions are allowed. [default: 1]");

    public static Option<int?> Pid()
    {
        Option<int?> option = new("--pid", "-p") { Description = "Watch one process only.", HelpName = "PID" };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !(int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int pid) && pid > 0))
                result.AddError($"--pid takes a process id, and '{result.Tokens[0].Value}' is none.");
        });
        return option;
    }

    /// <summary>An option that takes a time.</summary>
    public static Option<TimeSpan?> Seconds(string name, string? alias, string description) => new(name, alias is null ? [] : [alias])
    {
        Description = description,
        HelpName = "SECONDS",
        CustomParser = result => Parse(name, result),
    };

    private static TimeSpan? Parse(string name, ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && seconds is >= 0.01 and <= MostSeconds)
            return TimeSpan.FromSeconds(seconds);

        result.AddError($"{name} takes seconds from 0.01 to {MostSeconds:0}, and '{text}' is not that.");
        return null;
    }
}
