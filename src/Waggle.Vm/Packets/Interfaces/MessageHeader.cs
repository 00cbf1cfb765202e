using System.Runtime.InteropServices;

namespace Waggle.Vm.Packets.Interfaces;

/// <summary><c>struct msghdr</c> of a 64-bit process.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MessageHeader
{
    internal LinkAddress* Name;
    internal ulong NameLength; // 4 bytes and a gap
    internal MessagePart* Parts;
    internal nint PartCount;
    internal byte* Control;
    internal nint ControlLength;
    internal int Flags;
}
