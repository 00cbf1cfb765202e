namespace Waggle.Vm.Packets.Captures;

/// <summary>Where packets were captured.</summary>
/// <remarks>Immutable and thread-safe. Compared by reference: a file may describe two interfaces alike.</remarks>
public sealed class CaptureInterface
{
    /// <summary>Its number, from 1: of an interface of this machine the system's, of one in a file its place there. Programs see it as ifindex.</summary>
    public int Number { get; init; } = 1;

    /// <summary>What its packets begin with.</summary>
    public LinkType LinkType { get; init; } = LinkType.Ethernet;

    /// <summary>Its name, such as "eth0"; null if it is not known.</summary>
    public string? Name { get; init; }

    /// <summary>What a person wrote about it; null if nothing.</summary>
    public string? Description { get; init; }

    /// <summary>Longest packet that was captured in full; 0 if all were.</summary>
    public uint SnapLength { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name ?? $"interface {Number}";
}
