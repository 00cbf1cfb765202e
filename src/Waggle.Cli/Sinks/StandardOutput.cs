using Microsoft.Win32.SafeHandles;

namespace Waggle.Cli.Sinks;

/// <summary>Standard output as plain bytes, with a buffer.</summary>
internal static class StandardOutput
{
    private const int BufferSize = 64 * 1024;

    /// <summary>Opens it. Writing throws <see cref="IOException"/> when the reader has gone: the console's own stream hides
    /// that, and <c>waggle … | head</c> would then run for ever.</summary>
    public static Stream Open() =>
        new BufferedStream(new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0), BufferSize);
}
