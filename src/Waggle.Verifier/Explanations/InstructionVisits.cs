namespace Waggle.Verifier.Explanations;

/// <summary>An instruction, and how often the analysis has gone through it.</summary>
/// <param name="Slot">Where it is.</param>
/// <param name="Text">Its text.</param>
/// <param name="Visits">How often, over all paths.</param>
/// <remarks>Immutable.</remarks>
public sealed record InstructionVisits(int Slot, string Text, int Visits);
