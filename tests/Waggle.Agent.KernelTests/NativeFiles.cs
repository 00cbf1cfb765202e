using System.Runtime.InteropServices;

namespace Waggle.Agent.KernelTests;

/// <summary>Opens and closes files with flags and results as the kernel has them.</summary>
internal static partial class NativeFiles
{
    public const int ReadOnlyCloseOnExec = 0x80000; // O_RDONLY | O_CLOEXEC
    public const int CreateWriteOnly = 0x41; // O_CREAT | O_WRONLY

    /// <returns>A descriptor, or a negative errno as the system call has it.</returns>
    public static int Open(string path, int flags, uint mode = 0)
    {
        int descriptor = OpenFile(path, flags, mode);
        return descriptor >= 0 ? descriptor : -Marshal.GetLastPInvokeError();
    }

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags, uint mode);
}
