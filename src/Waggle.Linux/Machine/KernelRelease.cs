using System.Globalization;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Machine;

/// <summary>The running kernel's release.</summary>
public static class KernelRelease
{
    /// <summary>The text that <c>uname -r</c> prints, such as "6.12.4-amd64"; "unknown" if /proc is absent.</summary>
    public static string Text { get; } = KernelFile.TryReadText("/proc/sys/kernel/osrelease")?.Trim() ?? "unknown";

    /// <summary>Major and minor number; 0.0 if the text does not start with two numbers.</summary>
    /// <remarks>For messages and for the few facts that can't be probed; everything else is tried.</remarks>
    public static Version Number { get; } = Parse(Text);

    internal static Version Parse(string text)
    {
        string[] parts = text.Split('.', '-', '+');
        return parts.Length >= 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int minor)
            ? new Version(major, minor)
            : new Version(0, 0);
    }
}
