namespace Waggle.Linux.Netlink;

/// <summary>Numbers of the routing netlink family.</summary>
/// <remarks>Sources: include/uapi/linux/netlink.h, rtnetlink.h, if_link.h, pkt_sched.h, pkt_cls.h and lwtunnel.h, Linux 6.18.</remarks>
internal static class RouteNetlink
{
    // Messages that are no answers of a subsystem, and flags of requests.
    public const ushort NLMSG_ERROR = 2, NLMSG_DONE = 3;
    public const ushort NLM_F_REQUEST = 0x1, NLM_F_ACK = 0x4, NLM_F_ECHO = 0x8, NLM_F_REPLACE = 0x100, NLM_F_EXCL = 0x200,
        NLM_F_CREATE = 0x400, NLM_F_DUMP = 0x300;
    public const ushort NLA_F_NESTED = 0x8000;
    public const ushort NLMSGERR_ATTR_MSG = 1;

    // Messages of NETLINK_ROUTE.
    public const ushort RTM_NEWLINK = 16, RTM_SETLINK = 19, RTM_NEWROUTE = 24, RTM_DELROUTE = 25, RTM_NEWQDISC = 36, RTM_DELQDISC = 37,
        RTM_NEWTFILTER = 44, RTM_DELTFILTER = 45, RTM_GETTFILTER = 46;

    // Interfaces.
    public const ushort IFLA_IFNAME = 3, IFLA_LINKINFO = 18, IFLA_XDP = 43;
    public const ushort IFLA_INFO_KIND = 1, IFLA_INFO_DATA = 2;
    public const ushort IFLA_XDP_FD = 1, IFLA_XDP_FLAGS = 3, IFLA_XDP_EXPECTED_FD = 8;
    public const uint XDP_FLAGS_UPDATE_IF_NOEXIST = 1, XDP_FLAGS_REPLACE = 16;
    public const ushort IFLA_NETKIT_PEER_INFO = 1, IFLA_NETKIT_POLICY = 3, IFLA_NETKIT_PEER_POLICY = 4, IFLA_NETKIT_MODE = 5;

    // Traffic control.
    public const ushort TCA_KIND = 1, TCA_OPTIONS = 2;
    public const ushort TCA_BPF_FD = 6, TCA_BPF_NAME = 7, TCA_BPF_FLAGS = 8;
    public const uint TCA_BPF_FLAG_ACT_DIRECT = 1;
    public const uint TC_H_CLSACT = 0xFFFFFFF1, TC_H_CLSACT_HANDLE = 0xFFFF0000, TC_H_CLSACT_INGRESS = 0xFFFFFFF2, TC_H_CLSACT_EGRESS = 0xFFFFFFF3;
    public const ushort ETH_P_ALL = 3;

    // Routes and what they do to packets.
    public const ushort RTA_DST = 1, RTA_OIF = 4, RTA_GATEWAY = 5, RTA_ENCAP_TYPE = 21, RTA_ENCAP = 22;
    public const byte RT_TABLE_MAIN = 254, RTPROT_STATIC = 4, RT_SCOPE_UNIVERSE = 0, RT_SCOPE_LINK = 253, RTN_UNICAST = 1;
    public const ushort LWTUNNEL_ENCAP_BPF = 6;
    public const ushort LWT_BPF_IN = 1, LWT_BPF_OUT = 2, LWT_BPF_XMIT = 3, LWT_BPF_XMIT_HEADROOM = 4;
    public const ushort LWT_BPF_PROG_FD = 1, LWT_BPF_PROG_NAME = 2;
}
