using Waggle.Linux.Interop;

namespace Waggle.Linux.Errors;

/// <summary>The kernel's verifier rejected a program.</summary>
public sealed class VerifierException : BpfException
{
    /// <summary>Creates the exception from the verifier's log.</summary>
    /// <param name="program">Name of the program.</param>
    /// <param name="section">Its section.</param>
    /// <param name="errno">What the kernel answered.</param>
    /// <param name="log">The whole log.</param>
    public VerifierException(string program, string section, Errno errno, string log)
        : this(program, section, errno, log, VerifierLog.Read(log))
    {
    }

    private VerifierException(string program, string section, Errno errno, string log, VerifierLog parts)
        : base(parts.Compose(program, section, errno), "load a program", $"program '{program}' ({section})", errno, parts.Verdict) =>
        (Program, Section, Log, Verdict, SourceLine) = (program, section, log, parts.Verdict, parts.SourceLine);

    /// <summary>Name of the program.</summary>
    public string Program { get; }

    /// <summary>Its section.</summary>
    public string Section { get; }

    /// <summary>The verifier's whole log.</summary>
    public string Log { get; }

    /// <summary>The verifier's own words: the last line of the log that says what is wrong.</summary>
    public string Verdict { get; }

    /// <summary>The source line that the log showed last, such as "x = *p; @ probe.cs:12"; null if it shows none.</summary>
    public string? SourceLine { get; }
}
