using Waggle.Vm.Packets;

namespace Waggle.Cli.Engines;

/// <summary>What became of one packet.</summary>
internal readonly ref struct TrafficOutcome
{
    /// <summary>What becomes of it.</summary>
    public required PacketVerdictKind Kind { get; init; }

    /// <summary>What the program returned.</summary>
    public uint ReturnValue { get; init; }

    /// <summary>The packet as it is now.</summary>
    public ReadOnlySpan<byte> Packet { get; init; }

    /// <summary>Whether the program has changed it.</summary>
    public bool IsChanged { get; init; }

    /// <summary>Time of the run.</summary>
    public double Nanoseconds { get; init; }

    /// <summary>Why the run was ended; null if the program ended it.</summary>
    public string? Fault { get; init; }
}
