namespace Waggle.Linux.Programs;

/// <summary>How much the verifier writes about a program that it accepts; numbers of <c>BPF_LOG_*</c>.</summary>
[Flags]
public enum VerifierLogLevel
{
    /// <summary>Nothing: the fastest. A rejected program still gets its log.</summary>
    None = 0,

    /// <summary>The path that was taken, with the state of registers.</summary>
    Brief = 1,

    /// <summary>Every instruction of every path.</summary>
    Verbose = 2,

    /// <summary>Statistics alone, or with one of the others.</summary>
    Statistics = 4,
}
