using System.Runtime.InteropServices;

namespace Waggle.Vm.Packets.Interfaces;

/// <summary><c>struct pollfd</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollRequest
{
    internal int Descriptor;
    internal short Events;
    internal short Results;
}
