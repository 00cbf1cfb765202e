using System.IO.Compression;
using System.Text;

namespace Waggle.Linux.Machine;

/// <summary>How the running kernel was configured: the options NAME=VALUE of its configuration file.</summary>
/// <param name="Source">Path of the file.</param>
/// <param name="Values">Values by name, such as "CONFIG_HZ", as the file writes them: texts in quotation marks. What is not set is absent.</param>
internal sealed record KernelConfiguration(string Source, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>Places of the file, in libbpf's order.</summary>
    public static IReadOnlyList<string> Places { get; } = [$"/boot/config-{KernelRelease.Text}", "/proc/config.gz"];

    /// <summary>Reads the file; null if the machine has none that can be read.</summary>
    public static KernelConfiguration? TryRead()
    {
        foreach (string path in Places)
        {
            try
            {
                using FileStream file = File.OpenRead(path);
                using Stream content = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
                using var text = new StreamReader(content, Encoding.UTF8);
                return new KernelConfiguration(path, Parse(text));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                // the next place may have it
            }
        }
        return null;
    }

    /// <summary>Reads the lines; what is no CONFIG_NAME=VALUE, such as "# CONFIG_KPROBES is not set", is left out.</summary>
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
