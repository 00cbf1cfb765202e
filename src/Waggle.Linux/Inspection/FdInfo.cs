using System.Globalization;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Inspection;

/// <summary>What /proc/self/fdinfo adds to the info commands: memory charged, whether a map is frozen.</summary>
internal static class FdInfo
{
    /// <summary>A number; 0 if the kernel does not say.</summary>
    public static ulong Read(SafeDescriptor descriptor, string field)
    {
        using SafeDescriptor.Lease lease = descriptor.Use();
        string? text = KernelFile.TryReadText(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fdinfo/{lease.Number}"));
        foreach (string line in (text ?? "").Split('\n'))
        {
            if (line.StartsWith(field, StringComparison.Ordinal) && line.Length > field.Length && line[field.Length] == ':'
                && ulong.TryParse(line.AsSpan(field.Length + 1).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out ulong number))
                return number;
        }
        return 0;
    }
}
