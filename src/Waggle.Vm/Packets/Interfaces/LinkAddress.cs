using System.Runtime.InteropServices;

namespace Waggle.Vm.Packets.Interfaces;

/// <summary><c>struct sockaddr_ll</c> (include/uapi/linux/if_packet.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LinkAddress
{
    internal ushort Family;
    internal ushort Protocol; // big-endian
    internal int Interface;
    internal ushort HardwareType;
    internal byte PacketType;
    internal byte AddressLength;
    internal ulong Address;
}
