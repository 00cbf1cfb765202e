using Waggle.Agent.Sessions;

namespace Waggle.Cli.Lifetime;

/// <summary>How the command was called, and where it writes.</summary>
/// <param name="Followed">The words behind "--": a command to start and follow; null if there is no "--".</param>
/// <param name="Error">Standard error.</param>
/// <param name="OpenOutput">Opens standard output.</param>
/// <param name="IsTerminal">Whether standard output is a terminal.</param>
internal sealed record Invocation(IReadOnlyList<string>? Followed, TextWriter Error, Func<Stream> OpenOutput, bool IsTerminal)
{
    /// <summary>Whether standard output is a terminal that can be drawn over.</summary>
    public bool CanDraw => IsTerminal && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");

    /// <summary>Splits the command line at its first "--".</summary>
    public static string[] Split(string[] args, out IReadOnlyList<string>? followed)
    {
        int split = Array.IndexOf(args, "--");
        followed = split < 0 ? null : args[(split + 1)..];
        return split < 0 ? args : args[..split];
    }

    /// <summary>Whose doings are to be watched.</summary>
    /// <exception cref="UsageException">A process and a command were given, or "--" stands at the end.</exception>
    public ProcessScope Scope(int? pid)
    {
        const string Hint = "Write the command behind \"--\": waggle trace exec -- sh -c 'ls; ls'";
        if (Followed is null) return pid is { } id ? new ProcessScope.OneProcess(id) : ProcessScope.Everything;
        if (pid is not null) throw new UsageException("--pid and a command to follow exclude each other.", Hint);
        return Followed.Count > 0 ? new ProcessScope.Command(Followed) : throw new UsageException("There is no command behind \"--\".", Hint);
    }

    /// <summary>Complains about a command to follow.</summary>
    /// <exception cref="UsageException">There is one.</exception>
    public void ThrowIfFollowing(string command)
    {
        if (Followed is not null)
            throw new UsageException($"'waggle {command}' follows no command.", "Leave out \"--\" and what stands behind it.");
    }
}
