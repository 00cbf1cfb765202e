using System.Text.Json.Serialization;
using Waggle.Verifier.Explanations;
using Waggle.Verifier.Graphs;

namespace Waggle.Cli.Sinks;

/// <summary>What the verifier said of one program.</summary>
/// <param name="File">The object file as it was named on the command line.</param>
/// <param name="Section">The program's section.</param>
/// <param name="Program">Its name.</param>
/// <param name="Verdict">"accepted" or "rejected".</param>
/// <param name="Reason">Why it was rejected; null if it was accepted.</param>
/// <param name="Rule">The verifier's rule that it broke; null if it broke none.</param>
/// <param name="Source">Source file of the line at fault, or null.</param>
/// <param name="Line">Line at fault, or null.</param>
/// <param name="Instruction">Slot at fault, or null.</param>
/// <param name="Instructions">Instructions that the verifier walked over on all paths; null if it did not come so far.</param>
/// <param name="States">States that it kept; null if it did not come so far.</param>
/// <param name="Seconds">Time that it took.</param>
/// <param name="Engine">Who says so: "waggle" or "kernel".</param>
/// <param name="Explanation">For a rejection all that is known, in at most 12 lines; else null.</param>
/// <param name="Agrees">Whether the kernel says the same; null if only one was asked.</param>
/// <param name="Kernel">What the kernel says, if both were asked; else null.</param>
/// <param name="Report">What the program uses, and where the work went, if it was asked for; else null.</param>
internal sealed record CheckedProgram(
    string File, string Section, string Program, string Verdict, string? Reason = null, string? Rule = null, string? Source = null, int? Line = null,
    int? Instruction = null, long? Instructions = null, long? States = null, double Seconds = 0, string Engine = "kernel", string? Explanation = null,
    bool? Agrees = null, CheckedProgram? Kernel = null, ProgramReport? Report = null)
{
    public const string Accepted = "accepted";
    public const string Rejected = "rejected";

    /// <summary>Its graph, if it was asked for.</summary>
    [JsonIgnore]
    public ControlFlowGraph? Graph { get; init; }

    /// <summary>Whether nobody who was asked rejects it.</summary>
    public bool IsAccepted() => Verdict == Accepted && Kernel is not { Verdict: not Accepted };

    /// <summary>This, with what the kernel says beside it.</summary>
    public CheckedProgram Beside(CheckedProgram kernel) => this with { Agrees = Verdict == kernel.Verdict, Kernel = kernel };
}
