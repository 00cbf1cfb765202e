namespace Waggle.Cli.Engines;

/// <summary>What a program is given.</summary>
/// <param name="Packet">The packet, from its Ethernet header on; empty for kinds of programs that take none.</param>
/// <param name="Context">The context; empty for one of zeros.</param>
internal sealed record ProgramInput(byte[] Packet, byte[] Context);
