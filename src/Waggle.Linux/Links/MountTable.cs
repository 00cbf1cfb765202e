namespace Waggle.Linux.Links;

/// <summary>Reads /proc/self/mountinfo (proc_pid_mountinfo(5)).</summary>
internal static class MountTable
{
    /// <summary>Where a kind of file system is mounted as a whole; null if nowhere.</summary>
    public static string? FindMountPoint(string fileSystem, string mountInfo)
    {
        foreach (string line in mountInfo.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // 36 35 98:0 / /mnt rw,noatime master:1 - tracefs tracefs rw: optional fields end at the lone hyphen
            string[] fields = line.Split(' ');
            int separator = Array.IndexOf(fields, "-", Math.Min(6, fields.Length));
            if (separator > 0 && separator + 1 < fields.Length && fields[separator + 1] == fileSystem && fields[3] == "/")
                return Unescape(fields[4]);
        }
        return null;
    }

    // Space, tab, newline and backslash are written as three octal digits.
    private static string Unescape(string path) => path
        .Replace("\\040", " ", StringComparison.Ordinal).Replace("\\011", "\t", StringComparison.Ordinal)
        .Replace("\\012", "\n", StringComparison.Ordinal).Replace("\\134", "\\", StringComparison.Ordinal);
}
