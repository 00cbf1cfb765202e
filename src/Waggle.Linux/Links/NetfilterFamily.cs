namespace Waggle.Linux.Links;

/// <summary>Packets that netfilter tells apart (<c>NFPROTO_*</c> of include/uapi/linux/netfilter.h).</summary>
public enum NetfilterFamily
{
    /// <summary>IPv4.</summary>
    IPv4 = 2,

    /// <summary>IPv6.</summary>
    IPv6 = 10,
}
