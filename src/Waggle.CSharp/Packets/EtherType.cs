namespace Waggle.CSharp;

/// <summary>What an Ethernet frame carries: IEEE 802 numbers, <c>ETH_P_*</c> of include/uapi/linux/if_ether.h.</summary>
public enum EtherType : ushort
{
    /// <summary>IP version 4.</summary>
    IPv4 = 0x0800,

    /// <summary>Address resolution.</summary>
    Arp = 0x0806,

    /// <summary>A VLAN tag, then another type.</summary>
    Vlan = 0x8100,

    /// <summary>IP version 6.</summary>
    IPv6 = 0x86dd,

    /// <summary>MPLS, unicast.</summary>
    Mpls = 0x8847,

    /// <summary>PPP over Ethernet, session.</summary>
    PppoeSession = 0x8864,

    /// <summary>The outer tag of two VLAN tags (802.1ad).</summary>
    ServiceVlan = 0x88a8,
}
