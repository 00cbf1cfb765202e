using Waggle.Bpf.Verdicts;

namespace Waggle.Verifier.Explanations;

/// <summary>A line of source, and how often the analysis has gone through its instructions.</summary>
/// <param name="Source">The line.</param>
/// <param name="Visits">How often, over all instructions and paths.</param>
/// <remarks>Immutable.</remarks>
public sealed record LineVisits(SourcePlace Source, int Visits);
