using System.Runtime.InteropServices;

namespace Waggle.Cli.Sinks;

/// <summary>Standard output as plain bytes.</summary>
/// <remarks>The two streams of .NET do not do: the console's hides that the reader has gone, so that <c>waggle … | head</c> would
/// run for ever; a <see cref="FileStream"/> writes to a file at places of its own and leaves the descriptor, which the shell
/// shares with other commands, where it was.</remarks>
internal sealed partial class StandardOutput : Stream
{
    private const int Descriptor = 1;
    private const int BufferSize = 64 * 1024;
    private const int Interrupted = 4; // EINTR

    private StandardOutput()
    {
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Opens it with a buffer. Writing throws <see cref="IOException"/> whose HResult is the errno.</summary>
    public static Stream Open() => new BufferedStream(OperatingSystem.IsWindows() ? Console.OpenStandardOutput() : new StandardOutput(), BufferSize);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            nint written = Write(Descriptor, buffer, buffer.Length);
            if (written >= 0) buffer = buffer[(int)written..];
            else if (Marshal.GetLastPInvokeError() is var errno and not Interrupted) throw new IOException(Marshal.GetPInvokeErrorMessage(errno), errno);
        }
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int descriptor, ReadOnlySpan<byte> buffer, nint count);
}
