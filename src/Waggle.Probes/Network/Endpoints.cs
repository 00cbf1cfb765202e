namespace Waggle.Probes.Network;

/// <summary>The two ends of a connection, as the socket sees them.</summary>
public struct Endpoints
{
    /// <summary>This end's address.</summary>
    public Address Source;

    /// <summary>The other end's address.</summary>
    public Address Destination;

    /// <summary>This end's port.</summary>
    public ushort SourcePort;

    /// <summary>The other end's port.</summary>
    public ushort DestinationPort;

    /// <summary>Address family of the socket: 2 (AF_INET) or 10 (AF_INET6).</summary>
    public ushort Family;

    /// <summary>Always 0.</summary>
    public ushort Reserved;

    internal static void Read(ref readonly SocketStateRecord e, ref Endpoints endpoints)
    {
        endpoints.Source = e.saddr_v6;
        endpoints.Destination = e.daddr_v6;
        endpoints.SourcePort = e.sport;
        endpoints.DestinationPort = e.dport;
        endpoints.Family = e.family;
        endpoints.Reserved = 0;
    }
}
