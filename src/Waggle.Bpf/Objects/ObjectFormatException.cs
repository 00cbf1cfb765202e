using System.Diagnostics.CodeAnalysis;

namespace Waggle.Bpf.Objects;

/// <summary>An object file that breaks a rule of ELF or of libbpf's conventions, or that uses what this version can't read.</summary>
public sealed class ObjectFormatException : FormatException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, with field, offset and value.</param>
    /// <param name="section">The section, or "" for the file's own headers.</param>
    /// <param name="offset">Byte offset in the section, or in the file if <paramref name="section"/> is "".</param>
    public ObjectFormatException(string message, string section, long offset) : base(message) => (Section, Offset) = (section, offset);

    /// <summary>The section that is wrong, or "" for the file's own headers.</summary>
    public string Section { get; }

    /// <summary>Byte offset in <see cref="Section"/>, or in the file.</summary>
    public long Offset { get; }

    [DoesNotReturn]
    internal static void ThrowTruncated(string section, string field, long offset, int needed, long left) => throw new ObjectFormatException(
        $"{Place(section)} ends inside '{field}': offset 0x{offset:x} needs {needed} bytes, {Math.Max(left, 0)} left.", section, offset);

    [DoesNotReturn]
    internal static void ThrowValue(string section, string field, long offset, ulong value, string rule) => throw new ObjectFormatException(
        $"{Place(section)}: '{field}' at offset 0x{offset:x} is {value}: {rule}.", section, offset);

    private static string Place(string section) => section == "" ? "The ELF file" : $"Section '{section}'";
}
