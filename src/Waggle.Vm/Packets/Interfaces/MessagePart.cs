using System.Runtime.InteropServices;

namespace Waggle.Vm.Packets.Interfaces;

/// <summary><c>struct iovec</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MessagePart
{
    internal byte* Base;
    internal nint Length;
}
