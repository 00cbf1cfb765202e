namespace Waggle.Cli.Views;

/// <summary>Names of the signals that end processes.</summary>
internal static class SignalNames
{
    // include/uapi/asm-generic/signal.h; x86 and arm64 agree on these.
    private static readonly string?[] s_names =
    [
        null, "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM", "STKFLT",
        null, null, null, null, null, null, null, "XCPU", "XFSZ", "VTALRM", "PROF", null, "IO", "PWR", "SYS",
    ];

    /// <summary>" (KILL)", or "" for a signal without a name here.</summary>
    public static string Describe(int signal) => signal < s_names.Length && s_names[signal] is { } name ? $" ({name})" : "";
}
