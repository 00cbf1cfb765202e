using Waggle.Bpf.Objects;
using Waggle.Vm.Execution;

namespace Waggle.Vm.Packets;

/// <summary>What a program made of a packet.</summary>
/// <remarks>What it refers to belongs to the hook and is good until that runs again.</remarks>
public readonly ref struct PacketVerdict
{
    private readonly PacketBuffer? _buffer;

    internal PacketVerdict(PacketVerdictKind kind, uint value, PacketBuffer? buffer, ReadOnlySpan<byte> packet, bool isChanged)
    {
        (Kind, ReturnValue, _buffer, IsChanged) = (kind, value, buffer, isChanged);
        Packet = packet;
    }

    /// <summary>What becomes of the packet.</summary>
    public PacketVerdictKind Kind { get; }

    /// <summary>What the program returned; 0 after a fault.</summary>
    public uint ReturnValue { get; }

    /// <summary>The packet as the program has left it; of a socket filter what the socket gets.</summary>
    public ReadOnlySpan<byte> Packet { get; }

    /// <summary>Whether it differs from what the program was given.</summary>
    public bool IsChanged { get; }

    /// <summary>Whether it goes on, back or elsewhere.</summary>
    public bool IsForwarded => Kind is PacketVerdictKind.Pass or PacketVerdictKind.Transmit or PacketVerdictKind.Redirect;

    /// <summary>Where it goes; null unless it is redirected.</summary>
    public PacketTarget? Target => Kind == PacketVerdictKind.Redirect && _buffer?.Redirect is { } redirect ? PacketTarget.Of(redirect) : null;

    /// <summary>The metadata that an XDP program has put before the packet.</summary>
    public ReadOnlySpan<byte> Metadata => _buffer is null ? default : _buffer.BytesWithMetadata[.._buffer.MetaLength];

    /// <summary>Why the engine ended the run; null if the program ended it.</summary>
    public VmFault? Fault { get; init; }

    /// <summary>Copies that the program has sent elsewhere on its way (<c>bpf_clone_redirect</c>).</summary>
    public int CopyCount => _buffer?.Clones.Count ?? 0;

    /// <summary>One of the copies.</summary>
    /// <param name="index">From 0.</param>
    /// <param name="target">Where it goes.</param>
    /// <returns>The packet as it was then.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer.</exception>
    public ReadOnlySpan<byte> CopyAt(int index, out PacketTarget target)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)CopyCount, nameof(index));
        (PacketRedirect redirect, byte[] data) = _buffer!.Clones[index];
        target = PacketTarget.Of(redirect);
        return data;
    }

    /// <summary>What a number means that a program returns, wherever it ran.</summary>
    /// <param name="program">The program.</param>
    /// <param name="value">What it returned.</param>
    /// <returns>Null if such programs are not for packets.</returns>
    public static PacketVerdictKind? Meaning(ProgramSpec program, uint value)
    {
        ArgumentNullException.ThrowIfNull(program);
        return PacketRules.Of(program.Type, program.ExpectedAttachType)?.KindOf(value);
    }
}
