namespace Waggle.Cli.Lifetime;

/// <summary>What the command returns to the shell.</summary>
internal static class ExitCode
{
    /// <summary>Done; also after Ctrl-C and SIGTERM.</summary>
    public const int Success = 0;

    /// <summary>The input was bad, or something unexpected happened.</summary>
    public const int Failure = 1;

    /// <summary>The command line was wrong.</summary>
    public const int Usage = 2;

    /// <summary>This machine or this user can't do what was asked.</summary>
    public const int Unavailable = 3;
}
