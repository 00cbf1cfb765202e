using System.Collections.Immutable;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Linux.Verdicts;

namespace Waggle.Linux.Errors;

/// <summary>The kernel's verifier rejected a program. The message says in at most 12 lines which rule was broken, where, how the
/// program came to that, and what usually mends it.</summary>
public sealed class VerifierException : BpfException
{
    /// <summary>Creates the exception from the verifier's log.</summary>
    /// <param name="program">Name of the program.</param>
    /// <param name="section">Its section.</param>
    /// <param name="errno">What the kernel answered.</param>
    /// <param name="log">The whole log.</param>
    public VerifierException(string program, string section, Errno errno, string log)
        : this(program, section, errno, log, Rejection.Read(log, []))
    {
    }

    internal VerifierException(ProgramSpec program, Errno errno, string log)
        : this(program.Name, program.Section, errno, log, Rejection.Read(log, program.Lines))
    {
    }

    private VerifierException(string program, string section, Errno errno, string log, Rejection why)
        : base(why.Compose(program, section, errno.Describe()), "load a program", $"program '{program}' ({section})", errno, why.Explanation)
    {
        (Program, Section, Log, Verdict) = (program, section, log, why.Verdict);
        (RuleId, Explanation, Remedy, Trail) = (why.RuleId, why.Explanation, why.Remedy, why.Trail);
        (InstructionIndex, Instruction) = (why.InstructionIndex, why.Instruction);
        (SourceLine, SourceFile, SourceLineNumber) = (why.Source?.ToString(), why.Source?.File, why.Source?.Line);
    }

    /// <summary>Name of the program.</summary>
    public string Program { get; }

    /// <summary>Its section.</summary>
    public string Section { get; }

    /// <summary>The verifier's whole log.</summary>
    public string Log { get; }

    /// <summary>The verifier's own words: the line of the log that says what is wrong.</summary>
    public string Verdict { get; }

    /// <summary>Stable name of the rule that was broken, such as "null-check"; "unknown" if this library does not know the message.</summary>
    public string RuleId { get; }

    /// <summary>The rule in plain words; the verifier's own if <see cref="RuleId"/> is "unknown".</summary>
    public string Explanation { get; }

    /// <summary>What usually mends it; empty if <see cref="RuleId"/> is "unknown".</summary>
    public string Remedy { get; }

    /// <summary>Slot of the instruction at fault, from 0; null if the message is about the whole program.</summary>
    public int? InstructionIndex { get; }

    /// <summary>The instruction at fault as the kernel prints it; null if the log does not show it.</summary>
    public string? Instruction { get; }

    /// <summary>Its source line as the log shows it, such as "x = *p; @ probe.cs:12"; null if the program has no line information.</summary>
    public string? SourceLine { get; }

    /// <summary>File name of the source, without folders; null if neither the log nor the program tells.</summary>
    public string? SourceFile { get; }

    /// <summary>Line in <see cref="SourceFile"/>, from 1.</summary>
    public int? SourceLineNumber { get; }

    /// <summary>How the register at fault got its value: instructions with what they left in it, oldest first, at most five.</summary>
    public ImmutableArray<string> Trail { get; }
}
