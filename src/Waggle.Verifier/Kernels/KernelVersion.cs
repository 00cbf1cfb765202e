using System.Collections.Immutable;
using System.Globalization;

namespace Waggle.Verifier.Kernels;

/// <summary>A version of Linux, as far as what programs may do depends on it: "6.12".</summary>
/// <param name="Major">The first number.</param>
/// <param name="Minor">The second number. What follows it (fixes, a vendor's name) adds no features, and is not kept.</param>
public readonly record struct KernelVersion(int Major, int Minor) : IComparable<KernelVersion>
{
    /// <summary>The long-term versions from 5.10 on, oldest first. The tables of this library are compared with kernels of these.</summary>
    public static ImmutableArray<KernelVersion> Known { get; } = [new(5, 10), new(5, 15), new(6, 1), new(6, 6), new(6, 12), new(6, 18)];

    /// <summary>The newest that the tables know: 6.18.</summary>
    public static KernelVersion Latest => Known[^1];

    /// <summary>Reads "6.12", and what <c>uname -r</c> says: "6.12.3-foo".</summary>
    /// <exception cref="FormatException">It begins with no two numbers that a point parts.</exception>
    public static KernelVersion Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out KernelVersion version)
            ? version
            : throw new FormatException($"\"{text}\" is no version of Linux: two numbers with a point between them were expected, as in \"{Latest}\".");
    }

    /// <summary>Reads what <see cref="Parse"/> reads.</summary>
    /// <returns>False if it is no version.</returns>
    public static bool TryParse(string? text, out KernelVersion version)
    {
        version = default;
        ReadOnlySpan<char> rest = text;
        int point = rest.IndexOf('.');
        if (point <= 0 || !TryReadNumber(rest[..point], out int major)) return false;
        rest = rest[(point + 1)..];
        int end = rest.IndexOfAnyExceptInRange('0', '9');
        // "6.12-rc1", "6.12.3", "6.12+": a letter right behind the number is a slip of the pen, not a version.
        if (end >= 0 && char.IsAsciiLetter(rest[end])) return false;
        if (!TryReadNumber(end < 0 ? rest : rest[..end], out int minor)) return false;
        version = new(major, minor);
        return true;
    }

    private static bool TryReadNumber(ReadOnlySpan<char> digits, out int number) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    /// <summary>Older versions come first.</summary>
    public int CompareTo(KernelVersion other) => Major != other.Major ? Major.CompareTo(other.Major) : Minor.CompareTo(other.Minor);

    /// <summary>Whether a version is older than another.</summary>
    public static bool operator <(KernelVersion left, KernelVersion right) => left.CompareTo(right) < 0;

    /// <summary>Whether a version is newer than another.</summary>
    public static bool operator >(KernelVersion left, KernelVersion right) => left.CompareTo(right) > 0;

    /// <summary>Whether a version is not newer than another.</summary>
    public static bool operator <=(KernelVersion left, KernelVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Whether a version is not older than another.</summary>
    public static bool operator >=(KernelVersion left, KernelVersion right) => left.CompareTo(right) >= 0;

    /// <summary>As in "6.12".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");
}
