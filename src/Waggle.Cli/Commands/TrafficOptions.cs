using System.CommandLine;
using System.Globalization;

namespace Waggle.Cli.Commands;

/// <summary>The options that give a program the packets of a file or an interface.</summary>
internal sealed class TrafficOptions
{
    public Option<string?> Capture { get; } = new("--pcap") { Description = "A capture file (pcap or pcapng): run the program on each of its packets.", HelpName = "FILE" };

    public Option<string?> Interface { get; } = new("--interface", "-i")
    {
        Description = "An interface: run the program on copies of the packets that arrive there, until Ctrl-C. Its own traffic goes on unchanged.",
        HelpName = "IFACE",
    };

    public Option<string?> Out { get; } = new("--out", "-w")
    {
        Description = "Write the packets that are not dropped to this file, as the program leaves them: pcap if its name ends in .pcap, else pcapng.",
        HelpName = "FILE",
    };

    public Option<long?> Count { get; } = new("--count", "-n") { Description = "End after this many packets.", HelpName = "N" };

    public Option<TimeSpan?> Duration { get; } = WatchOptions.Seconds("--duration", alias: null, "End after this many seconds; fractions are allowed.");

    /// <summary>Adds them to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="others">Options that give a program something else.</param>
    public void AddTo(Command command, params IReadOnlyList<Option> others)
    {
        foreach (Option option in (Option[])[Capture, Interface, Out, Count, Duration]) command.Options.Add(option);
        Count.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(long.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out long count) && count > 0))
                result.AddError($"--count takes a number of at least 1, and '{token.Value}' is none.");
        });
        command.Validators.Add(result =>
        {
            bool isFile = result.GetResult(Capture) is { Implicit: false }, isInterface = result.GetResult(Interface) is { Implicit: false };
            if (isFile && isInterface) result.AddError("--pcap and --interface exclude each other.");
            foreach (Option option in isFile || isInterface ? others : [Out, Count, Duration])
            {
                if (result.GetResult(option) is not { Implicit: false }) continue;
                result.AddError(isFile || isInterface ? $"{option.Name} does not go with {(isFile ? Capture : Interface).Name}." : $"{option.Name} needs --pcap or --interface.");
            }
        });
    }

    /// <summary>Whether any were given.</summary>
    public bool IsAsked(ParseResult parsed) => parsed.GetValue(Capture) is not null || parsed.GetValue(Interface) is not null;
}
