using System.Text;

namespace Waggle.Linux.Features;

/// <summary>Names of features, as bpftool and the kernel's documentation write them.</summary>
internal static class FeatureNames
{
    /// <summary>"PerCpuHash" becomes "percpu_hash".</summary>
    public static string SnakeCase(string name)
    {
        var text = new StringBuilder();
        foreach (char c in name.Replace("PerCpu", "Percpu", StringComparison.Ordinal))
        {
            if (char.IsAsciiLetterUpper(c) && text.Length > 0) text.Append('_');
            text.Append(char.ToLowerInvariant(c));
        }
        return text.ToString();
    }
}
