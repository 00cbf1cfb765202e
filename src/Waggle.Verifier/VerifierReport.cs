using Waggle.Verifier.Explanations;
using Waggle.Verifier.Graphs;

namespace Waggle.Verifier;

/// <summary>What an analysis took.</summary>
/// <param name="Instructions">Instructions gone through, over all paths.</param>
/// <param name="States">States remembered, over all paths.</param>
/// <param name="StackInBytes">Stack that the deepest chain of calls takes; 0 if the program was rejected.</param>
/// <param name="Time">How long it took.</param>
public sealed record VerifierReport(int Instructions, int States, int StackInBytes, TimeSpan Time)
{
    /// <summary>What the program uses, and where the work went; null unless <see cref="VerifierOptions.CollectsReport"/> asks for it, and where
    /// the analysis did not come to the instructions.</summary>
    public ProgramReport? Program { get; init; }

    /// <summary>Its blocks, and what holds at each; null unless <see cref="VerifierOptions.CollectsGraph"/> asks for it, and where the analysis
    /// did not come to the instructions. Of a rejected program it has what was seen before.</summary>
    public ControlFlowGraph? Graph { get; init; }
}
