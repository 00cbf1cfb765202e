namespace Waggle.CSharp;

/// <summary>A header of a packet that offsets count from.</summary>
public enum PacketHeader
{
    /// <summary>The link header.</summary>
    Link = 0,

    /// <summary>The network header.</summary>
    Network = 1,
}
