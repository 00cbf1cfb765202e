using System.Globalization;
using System.Text.RegularExpressions;
using Waggle.Linux.Interop;
using Waggle.Linux.Machine;

namespace Waggle.Linux.Externs;

/// <summary>The kernel's version as one number (<c>KERNEL_VERSION</c> of linux/version.h).</summary>
internal static partial class KernelVersionCode
{
    /// <summary>The running kernel's; 0 if it can't be told.</summary>
    /// <remarks>Distributions keep the patch number out of the release: Debian says it in the version, Ubuntu in a file of its own.
    /// The same places as libbpf's <c>get_kernel_version</c>.</remarks>
    public static uint Read() => Parse(
        KernelFile.TryReadText("/proc/version_signature"), KernelFile.TryReadText("/proc/sys/kernel/version"), KernelRelease.Text);

    internal static uint Parse(string? ubuntuSignature, string? version, string release)
    {
        Match match = Numbers().Match(ubuntuSignature?.Trim().Split(' ')[^1] ?? "");
        if (!match.Success) match = DebianNumbers().Match(version ?? "");
        if (!match.Success) match = Numbers().Match(release);
        return match.Success ? Code(match.Groups[1].ValueSpan, match.Groups[2].ValueSpan, match.Groups[3].ValueSpan) : 0;
    }

    private static uint Code(ReadOnlySpan<char> major, ReadOnlySpan<char> minor, ReadOnlySpan<char> patch)
    {
        const uint Most = 255; // what eight bits hold; later patches count as the last one
        return (Number(major) << 16) + (Number(minor) << 8) + Math.Min(Most, Number(patch));
    }

    private static uint Number(ReadOnlySpan<char> digits) => digits.IsEmpty ? 0 : uint.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"Debian (\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?")]
    private static partial Regex DebianNumbers();
}
