using System.Runtime.InteropServices;

namespace Waggle.Linux.Netlink;

/// <summary><c>struct ifinfomsg</c> (include/uapi/linux/rtnetlink.h).</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal struct InterfaceMessage
{
    [FieldOffset(0)] public byte ifi_family;
    [FieldOffset(2)] public ushort ifi_type;
    [FieldOffset(4)] public int ifi_index;
    [FieldOffset(8)] public uint ifi_flags;
    [FieldOffset(12)] public uint ifi_change;
}
