namespace Waggle.CSharp;

/// <summary>Where on a route a program runs.</summary>
public enum TunnelPlace
{
    /// <summary>Packets that arrived for the route (4.10).</summary>
    In,

    /// <summary>Packets that the machine sends by the route (4.10).</summary>
    Out,

    /// <summary>The same, just before they leave, when they may be changed and redirected (4.10).</summary>
    Transmit,

    /// <summary>Packets of an IPv6 segment that ends here (4.18).</summary>
    Segment,
}
