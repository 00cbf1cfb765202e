namespace Waggle.Cli.Engines;

/// <summary>What a program made of its input.</summary>
/// <param name="ReturnValue">What it returned.</param>
/// <param name="Packet">The packet as it left it; empty for kinds of programs that take none.</param>
/// <param name="Nanoseconds">Average time of a run.</param>
internal sealed record ProgramOutcome(uint ReturnValue, byte[] Packet, double Nanoseconds);
