using Waggle.Linux.Interop;

namespace Waggle.Linux.Machine;

/// <summary>The kernel's lockdown mode, which takes powers from root too.</summary>
public static class Lockdown
{
    private const string MountedPath = "/sys/kernel/security/lockdown";

    /// <summary>"none", "integrity" or "confidentiality"; null if it can't be told (no securityfs and no right to mount one).</summary>
    /// <remarks>When securityfs is not mounted it is read from a detached mount, which changes nothing on the machine.</remarks>
    public static string? ReadMode()
    {
        if (!OperatingSystem.IsLinux()) return null;
        string? text = KernelFile.TryReadText(MountedPath);
        if (text is null)
        {
            using SafeDescriptor? mount = DetachedMount.TryCreate("securityfs");
            text = mount is null ? null : KernelFile.TryRead(mount, "lockdown");
        }
        return text is null ? null : Parse(text);
    }

    // "none [integrity] confidentiality": the brackets mark the mode in force.
    internal static string? Parse(string text)
    {
        int start = text.IndexOf('[', StringComparison.Ordinal);
        int end = text.IndexOf(']', StringComparison.Ordinal);
        return start >= 0 && end > start ? text[(start + 1)..end] : null;
    }
}
