namespace Waggle.Vm.Packets;

/// <summary>Settings of a hook for packets.</summary>
public sealed record PacketHookOptions
{
    /// <summary>Whether a program of type socket filter sees packets from the network header on, as on a socket for datagrams and in test runs of the
    /// kernel, and not from the Ethernet header, as on a packet socket. Programs of other types see what their hook shows.</summary>
    public bool StartsAtNetworkHeader { get; init; }
}
