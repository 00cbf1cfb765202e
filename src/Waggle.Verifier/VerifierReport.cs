namespace Waggle.Verifier;

/// <summary>What an analysis took.</summary>
/// <param name="Instructions">Instructions gone through, over all paths.</param>
/// <param name="States">States remembered, over all paths.</param>
/// <param name="StackInBytes">Stack that the deepest chain of calls takes; 0 if the program was rejected.</param>
/// <param name="Time">How long it took.</param>
public sealed record VerifierReport(int Instructions, int States, int StackInBytes, TimeSpan Time);
