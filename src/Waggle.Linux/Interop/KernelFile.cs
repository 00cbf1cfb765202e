using System.Buffers;
using System.Text;
using Waggle.Bpf.Errors;

namespace Waggle.Linux.Interop;

/// <summary>Reads files that the kernel makes up: their size is not known before they are read.</summary>
internal static unsafe class KernelFile
{
    private const int CloseOnExec = 0x80000; // O_CLOEXEC, and O_RDONLY is 0
    private const int PathOnly = 0x200000;   // O_PATH

    /// <summary>Opens a directory to resolve paths against; null on failure.</summary>
    public static SafeDescriptor? TryOpenDirectory(string path)
    {
        int descriptor = Libc.OpenAt(-100, path, PathOnly | CloseOnExec); // AT_FDCWD
        return descriptor < 0 ? null : new SafeDescriptor(descriptor);
    }

    /// <summary>Opens a directory or other file to hand to the kernel, which wants it readable; null on failure.</summary>
    public static SafeDescriptor? TryOpen(string path)
    {
        int descriptor = Libc.OpenAt(-100, path, CloseOnExec); // AT_FDCWD
        return descriptor < 0 ? null : new SafeDescriptor(descriptor);
    }

    /// <summary>Reads a file below a directory; null on failure, with errno in <see cref="Libc.LastError"/>.</summary>
    public static string? TryRead(SafeDescriptor directory, string relativePath)
    {
        using SafeDescriptor.Lease lease = directory.Use();
        int number = Libc.OpenAt(lease.Number, relativePath, CloseOnExec);
        if (number < 0) return null;
        using var file = new SafeDescriptor(number);

        byte[] buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        using var text = new MemoryStream();
        try
        {
            fixed (byte* pointer = buffer)
            {
                while (true)
                {
                    nint count = Libc.Read(number, pointer, (nuint)buffer.Length);
                    if (count < 0 && Libc.LastError == Errno.Interrupted) continue;
                    if (count < 0) return null;
                    if (count == 0) return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
                    text.Write(buffer, 0, (int)count);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads a file; null if it is absent or unreadable.</summary>
    public static string? TryReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
