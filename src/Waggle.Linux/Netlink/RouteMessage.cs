using System.Runtime.InteropServices;

namespace Waggle.Linux.Netlink;

/// <summary><c>struct rtmsg</c> (include/uapi/linux/rtnetlink.h).</summary>
[StructLayout(LayoutKind.Explicit, Size = 12)]
internal struct RouteMessage
{
    [FieldOffset(0)] public byte rtm_family;
    [FieldOffset(1)] public byte rtm_dst_len;
    [FieldOffset(2)] public byte rtm_src_len;
    [FieldOffset(3)] public byte rtm_tos;
    [FieldOffset(4)] public byte rtm_table;
    [FieldOffset(5)] public byte rtm_protocol;
    [FieldOffset(6)] public byte rtm_scope;
    [FieldOffset(7)] public byte rtm_type;
    [FieldOffset(8)] public uint rtm_flags;
}
