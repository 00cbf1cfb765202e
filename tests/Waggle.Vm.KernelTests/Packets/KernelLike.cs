using System.IO.Compression;
using Waggle.Vm.Execution;

namespace Waggle.Vm.KernelTests.Packets;

/// <summary>Tells programs what the kernel tells them of this thread.</summary>
internal sealed class KernelLike : VmHost
{
    private const string ConfigurationFile = "/proc/config.gz";

    private static readonly Lazy<Dictionary<string, string>> s_configuration = new(ReadConfiguration);

    /// <summary>How the running kernel was configured; empty if it does not say.</summary>
    public static IReadOnlyDictionary<string, string> Configuration => s_configuration.Value;

    public override ulong ProcessAndThread => (ulong)Environment.ProcessId << 32 | uint.Parse(Path.GetFileName(File.ResolveLinkTarget("/proc/thread-self", false)!.FullName), null);

    public override string TaskName => File.ReadAllText("/proc/thread-self/comm").TrimEnd('\n');

    private static Dictionary<string, string> ReadConfiguration()
    {
        if (!File.Exists(ConfigurationFile)) return [];
        using StreamReader lines = new(new GZipStream(File.OpenRead(ConfigurationFile), CompressionMode.Decompress));
        Dictionary<string, string> values = [];
        while (lines.ReadLine() is { } line)
        {
            if (line.StartsWith("CONFIG_", StringComparison.Ordinal) && line.Split('=', 2) is [var name, var value]) values.Add(name, value);
        }

        return values;
    }
}
