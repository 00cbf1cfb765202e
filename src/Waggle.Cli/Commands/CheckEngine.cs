namespace Waggle.Cli.Commands;

/// <summary>Who judges programs for <c>waggle check</c>.</summary>
internal static class CheckEngine
{
    /// <summary>Our own verifier.</summary>
    public const string Waggle = "waggle";

    /// <summary>The running kernel's.</summary>
    public const string Kernel = "kernel";

    /// <summary>One after the other, compared.</summary>
    public const string Both = "both";
}
