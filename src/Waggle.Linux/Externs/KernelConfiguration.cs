using System.IO.Compression;
using System.Text;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Externs;

/// <summary>How the running kernel was configured: the lines NAME=VALUE of its configuration file.</summary>
internal static class KernelConfiguration
{
    private const string Compressed = "/proc/config.gz";

    /// <summary>Values by name, as the file writes them; null if the machine has no such file.</summary>
    /// <remarks>Places as libbpf's: /boot/config-RELEASE, then /proc/config.gz.</remarks>
    public static IReadOnlyDictionary<string, string>? TryRead()
    {
        string? release = KernelFile.TryReadText("/proc/sys/kernel/osrelease")?.Trim();
        if (release is not null && KernelFile.TryReadText($"/boot/config-{release}") is { } plain)
            return Parse(new StringReader(plain));
        try
        {
            using FileStream file = File.OpenRead(Compressed);
            using var text = new StreamReader(new GZipStream(file, CompressionMode.Decompress), Encoding.UTF8);
            return Parse(text);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>Reads the lines; what is no CONFIG_NAME=VALUE is left out.</summary>
    public static Dictionary<string, string> Parse(TextReader text)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        while (text.ReadLine() is { } line)
        {
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && line.StartsWith("CONFIG_", StringComparison.Ordinal)) values[line[..equals]] = line[(equals + 1)..];
        }
        return values;
    }
}
