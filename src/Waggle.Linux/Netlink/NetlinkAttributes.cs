using System.Runtime.InteropServices;
using System.Text;

namespace Waggle.Linux.Netlink;

/// <summary>Reads attributes of an answer.</summary>
internal static class NetlinkAttributes
{
    private const ushort TypeMask = 0x3fff; // without NLA_F_NESTED and NLA_F_NET_BYTEORDER

    /// <summary>The content of the first attribute of a type; empty if there is none, or if the bytes are no attributes.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> attributes, ushort type)
    {
        while (attributes.Length >= NetlinkMessage.AttributeHeaderSize)
        {
            int length = MemoryMarshal.Read<ushort>(attributes);
            if (length < NetlinkMessage.AttributeHeaderSize || length > attributes.Length) break;
            if ((MemoryMarshal.Read<ushort>(attributes[2..]) & TypeMask) == type) return attributes[NetlinkMessage.AttributeHeaderSize..length];
            attributes = attributes[Math.Min(attributes.Length, (length + 3) & ~3)..];
        }
        return [];
    }

    /// <summary>The text of the first attribute of a type; "" if there is none.</summary>
    public static string FindText(ReadOnlySpan<byte> attributes, ushort type) => Encoding.UTF8.GetString(Find(attributes, type).TrimEnd((byte)0));
}
