namespace Waggle.CSharp;

/// <summary>What becomes of a packet of a route; <c>enum bpf_ret_code</c>.</summary>
public enum TunnelAction
{
    /// <summary>Goes on.</summary>
    Ok = 0,

    /// <summary>Dropped.</summary>
    Drop = 2,

    /// <summary>Goes where the redirecting method said (<see cref="TunnelPlace.Transmit"/> only).</summary>
    Redirect = 7,

    /// <summary>The program changed the packet so that a new route must be found (Linux 5.1).</summary>
    Reroute = 128,
}
