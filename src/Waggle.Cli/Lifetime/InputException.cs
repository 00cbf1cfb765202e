namespace Waggle.Cli.Lifetime;

/// <summary>A file that was given is not what it should be: exit code 1.</summary>
internal sealed class InputException(string message) : Exception(message);
