namespace Waggle.Cli.Engines;

/// <summary>What a program took and gave in one engine.</summary>
/// <param name="Engine">Its name.</param>
/// <param name="Times">Times of a run.</param>
/// <param name="CompileMilliseconds">Milliseconds from the object to a program that is ready to run.</param>
/// <param name="Outcome">What one run gave.</param>
internal sealed record EngineResult(string Engine, Timing Times, double CompileMilliseconds, ProgramOutcome Outcome);
