using System.Runtime.InteropServices;

namespace Waggle.Linux.Interop;

/// <summary><c>struct pollfd</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollDescriptor
{
    /// <summary><c>POLLIN</c>: there is something to read.</summary>
    public const short In = 1;

    /// <summary><c>POLLOUT</c>: there is room to write.</summary>
    public const short Out = 4;

    public int fd;
    public short events;
    public short revents;
}
