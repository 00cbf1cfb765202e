using System.Runtime.InteropServices;
using Waggle.Bpf.Errors;

namespace Waggle.Linux.Interop;

/// <summary>The functions of the C library that this room calls, and nothing else native.</summary>
/// <remarks>Each returns what the C function returns; errno is in <see cref="LastError"/> right after; any other call
/// of the framework that reaches the system may replace it, so read it first.</remarks>
internal static unsafe partial class Libc
{
    private const string Library = "libc";

    /// <summary>errno of the last call on this thread.</summary>
    public static Errno LastError => (Errno)Marshal.GetLastPInvokeError();

    // syscall(2) is variadic. On Linux integers and pointers travel as in a plain call, so pass nothing else.
    // errno is read after a failure only: what the generated code of SetLastError does before and after each call would take a
    // tenth of a map operation.
    public static nint SystemCall(nint number, nint a, nint b, nint c, nint d, nint e, nint f)
    {
        nint result = SystemCallWithoutError(number, a, b, c, d, e, f);
        if (result == -1) Marshal.SetLastPInvokeError(Marshal.GetLastSystemError());
        return result;
    }

    [LibraryImport(Library, EntryPoint = "syscall")]
    private static partial nint SystemCallWithoutError(nint number, nint a, nint b, nint c, nint d, nint e, nint f);

    // close and munmap clean up after other calls, and must leave those calls' errno alone.
    [LibraryImport(Library, EntryPoint = "close")]
    public static partial int Close(int descriptor);

    [LibraryImport(Library, EntryPoint = "mmap", SetLastError = true)]
    public static partial nint Map(nint address, nuint length, int protection, int flags, int descriptor, nint offset);

    [LibraryImport(Library, EntryPoint = "munmap")]
    public static partial int Unmap(nint address, nuint length);

    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(int descriptor, nuint request, nint argument);

    [LibraryImport(Library, EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollDescriptor* descriptors, nuint count, int timeoutInMilliseconds);

    [LibraryImport(Library, EntryPoint = "eventfd", SetLastError = true)]
    public static partial int CreateEvent(uint initialValue, int flags);

    [LibraryImport(Library, EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int descriptor, void* buffer, nuint count);

    [LibraryImport(Library, EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int descriptor, void* buffer, nuint count);

    // openat is variadic too (mode); without O_CREAT no third argument is read.
    [LibraryImport(Library, EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int OpenAt(int directory, string path, int flags);

    [LibraryImport(Library, EntryPoint = "getrlimit", SetLastError = true)]
    public static partial int GetResourceLimit(int resource, out ResourceLimit limit);

    [LibraryImport(Library, EntryPoint = "setrlimit", SetLastError = true)]
    public static partial int SetResourceLimit(int resource, in ResourceLimit limit);

    [LibraryImport(Library, EntryPoint = "socket", SetLastError = true)]
    public static partial int CreateSocket(int domain, int type, int protocol);

    [LibraryImport(Library, EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetSocketOption(int descriptor, int level, int option, int* value, uint length);

    [LibraryImport(Library, EntryPoint = "clock_gettime", SetLastError = true)]
    public static partial int GetTime(int clock, long* secondsAndNanoseconds);
}
