using System.IO.Compression;
using System.Text;

namespace Waggle.Linux.Machine;

/// <summary>How a kernel was configured: the options NAME=VALUE of its configuration file.</summary>
/// <param name="Source">Path of the file.</param>
/// <param name="Values">Values by name, such as "CONFIG_HZ", as the file writes them: texts in quotation marks. What is not set is absent.</param>
public sealed record KernelConfiguration(string Source, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>Places of the running kernel's file, in libbpf's order.</summary>
    public static IReadOnlyList<string> Places { get; } = [$"/boot/config-{KernelRelease.Text}", "/proc/config.gz"];

    /// <summary>Reads the running kernel's file; null if the machine has none that can be read.</summary>
    public static KernelConfiguration? TryRead()
    {
        foreach (string path in Places)
        {
            try
            {
                return Read(path);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                // the next place may have it
            }
        }
        return null;
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path; what ends with .gz is compressed.</param>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="InvalidDataException">It is not compressed as its name says.</exception>
    public static KernelConfiguration Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        using FileStream file = File.OpenRead(path);
        using Stream content = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var text = new StreamReader(content, Encoding.UTF8);
        return new KernelConfiguration(path, Parse(text));
    }

    /// <summary>Reads the lines; what is no CONFIG_NAME=VALUE, such as "# CONFIG_KPROBES is not set", is left out.</summary>
    internal static Dictionary<string, string> Parse(TextReader text)
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
