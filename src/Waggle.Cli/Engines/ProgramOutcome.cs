using System.Security.Cryptography;

namespace Waggle.Cli.Engines;

/// <summary>What a program made of its input.</summary>
/// <param name="ReturnValue">What it returned.</param>
/// <param name="Packet">The packet as it left it; empty for kinds of programs that take none.</param>
/// <param name="Nanoseconds">Average time of a run.</param>
internal sealed record ProgramOutcome(uint ReturnValue, byte[] Packet, double Nanoseconds)
{
    /// <summary>SHA-256 of the packet, in hexadecimal: short enough to print and compare.</summary>
    public string PacketHash => Convert.ToHexStringLower(SHA256.HashData(Packet));

    /// <summary>Whether another run gave the same.</summary>
    public bool IsSameAs(ProgramOutcome other) => ReturnValue == other.ReturnValue && Packet.AsSpan().SequenceEqual(other.Packet);
}
