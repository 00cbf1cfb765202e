using System.Security.Cryptography;

namespace Waggle.Benchmarks.Vm;

/// <summary>What one run gave.</summary>
/// <param name="ReturnValue">What the program returned.</param>
/// <param name="Packet">The packet as it left it.</param>
internal readonly record struct RunOutcome(uint ReturnValue, byte[] Packet)
{
    /// <summary>Short enough to print and compare.</summary>
    public string PacketHash => Convert.ToHexStringLower(SHA256.HashData(Packet));

    public bool IsSameAs(RunOutcome other) => ReturnValue == other.ReturnValue && Packet.AsSpan().SequenceEqual(other.Packet);
}
