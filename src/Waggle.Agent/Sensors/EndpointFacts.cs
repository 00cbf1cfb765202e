using System.Net.Sockets;
using Waggle.Probes.Network;

namespace Waggle.Agent.Sensors;

/// <summary>What follows from the two ends of a connection.</summary>
internal static class EndpointFacts
{
    /// <summary>4 or 6: an IPv6 socket speaks IPv4 to an address that is mapped.</summary>
    public static int IpVersion(this in Endpoints endpoints) =>
        endpoints.Destination.ToIPAddress().AddressFamily == AddressFamily.InterNetwork ? 4 : 6;
}
