using System.Runtime.InteropServices;
using Waggle.Bpf.Errors;

namespace Waggle.Vm.Packets.Interfaces;

/// <summary>The functions of the C library that packet sockets and TUN devices need.</summary>
/// <remarks>Each returns what the C function returns; errno is in <see cref="LastError"/> right after.</remarks>
internal static unsafe partial class NetworkCalls
{
    private const string Library = "libc";

    internal static Errno LastError => (Errno)Marshal.GetLastPInvokeError();

    [LibraryImport(Library, EntryPoint = "socket", SetLastError = true)]
    internal static partial int Socket(int family, int type, int protocol);

    [LibraryImport(Library, EntryPoint = "bind", SetLastError = true)]
    internal static partial int Bind(NetworkDescriptor socket, LinkAddress* address, int length);

    [LibraryImport(Library, EntryPoint = "getsockname", SetLastError = true)]
    internal static partial int GetName(NetworkDescriptor socket, LinkAddress* address, int* length);

    [LibraryImport(Library, EntryPoint = "setsockopt", SetLastError = true)]
    internal static partial int SetOption(NetworkDescriptor socket, int level, int option, int* value, int length);

    [LibraryImport(Library, EntryPoint = "getsockopt", SetLastError = true)]
    internal static partial int GetOption(NetworkDescriptor socket, int level, int option, uint* value, int* length);

    [LibraryImport(Library, EntryPoint = "recvmsg", SetLastError = true)]
    internal static partial nint Receive(NetworkDescriptor socket, MessageHeader* message, int flags);

    [LibraryImport(Library, EntryPoint = "send", SetLastError = true)]
    internal static partial nint Send(NetworkDescriptor socket, byte* data, nint length, int flags);

    [LibraryImport(Library, EntryPoint = "if_nametoindex", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial uint InterfaceNumber(string name);

    // open is variadic (mode); without O_CREAT no third argument is read.
    [LibraryImport(Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags);

    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int Control(NetworkDescriptor descriptor, nint request, byte* argument);

    [LibraryImport(Library, EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(NetworkDescriptor descriptor, byte* buffer, nint length);

    [LibraryImport(Library, EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(NetworkDescriptor descriptor, byte* buffer, nint length);

    [LibraryImport(Library, EntryPoint = "poll", SetLastError = true)]
    internal static partial int Poll(PollRequest* requests, nint count, int timeoutInMilliseconds);

    [LibraryImport(Library, EntryPoint = "close")]
    internal static partial int Close(int descriptor);
}
