using System.Runtime.InteropServices;

namespace Waggle.Linux.Netlink;

/// <summary><c>struct tcmsg</c> (include/uapi/linux/rtnetlink.h).</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
internal struct TrafficMessage
{
    public const int SizeInBytes = 20;

    [FieldOffset(0)] public byte tcm_family;
    [FieldOffset(4)] public int tcm_ifindex;
    [FieldOffset(8)] public uint tcm_handle;
    [FieldOffset(12)] public uint tcm_parent;
    [FieldOffset(16)] public uint tcm_info; // of a filter: priority in the upper half, protocol in the lower, in network order
}
