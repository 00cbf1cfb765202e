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
internal sealed record CheckedProgram(
    string File, string Section, string Program, string Verdict, string? Reason = null, string? Rule = null, string? Source = null, int? Line = null,
    int? Instruction = null, long? Instructions = null, long? States = null, double Seconds = 0)
{
    public const string Accepted = "accepted";
    public const string Rejected = "rejected";
}
