namespace Waggle.Cli.Lifetime;

/// <summary>The command line asks for something that can't be: exit code 2.</summary>
internal sealed class UsageException(string message, string hint) : Exception(message)
{
    /// <summary>What to write instead.</summary>
    public string Hint { get; } = hint;
}
