using System.Net;

namespace Waggle.Linux.Links;

/// <summary>The route whose packets a light-weight tunnel program sees.</summary>
public sealed record RouteOptions
{
    /// <summary>Where the packets go: an IPv4 or IPv6 network. The attachment adds this route, and takes it away.</summary>
    public required IPNetwork Destination { get; init; }

    /// <summary>The interface that they leave by.</summary>
    public required int InterfaceIndex { get; init; }

    /// <summary>The router that they go through; null for none.</summary>
    public IPAddress? Gateway { get; init; }

    /// <summary>Bytes to keep free before the packet for what a lwt_xmit program pushes there, at most 256.</summary>
    public int HeadroomInBytes { get; init; }
}
