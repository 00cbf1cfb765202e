namespace Waggle.Agent.Sessions;

/// <summary>A command that was to be followed can't be started.</summary>
public sealed class CommandNotFoundException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="command">The command as it was given.</param>
    /// <param name="reason">Why it can't be started.</param>
    public CommandNotFoundException(string command, string reason) : base($"Can't start '{command}': {reason}.") => Command = command;

    /// <summary>The command as it was given.</summary>
    public string Command { get; }
}
