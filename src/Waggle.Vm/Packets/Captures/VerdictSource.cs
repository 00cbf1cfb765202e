namespace Waggle.Vm.Packets.Captures;

/// <summary>Who decided about a packet: the numbers of pcapng's <c>epb_verdict</c>.</summary>
public enum VerdictSource : byte
{
    /// <summary>The network card.</summary>
    Hardware = 0,

    /// <summary>A program of traffic control.</summary>
    TrafficControl = 1,

    /// <summary>An XDP program.</summary>
    Xdp = 2,
}
