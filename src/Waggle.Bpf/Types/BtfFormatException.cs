using System.Diagnostics.CodeAnalysis;

namespace Waggle.Bpf.Types;

/// <summary>BTF that breaks a rule of the format.</summary>
public sealed class BtfFormatException : FormatException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, with field, offset and value.</param>
    /// <param name="offset">Byte offset in the BTF.</param>
    public BtfFormatException(string message, int offset) : base(message) => Offset = offset;

    /// <summary>Byte offset in the BTF of what is wrong.</summary>
    public int Offset { get; }

    [DoesNotReturn]
    internal static void ThrowTruncated(string field, int offset, int needed, int left) => throw new BtfFormatException(
        $"BTF ends inside '{field}': offset 0x{offset:x} needs {needed} bytes, {Math.Max(left, 0)} left.", offset);

    [DoesNotReturn]
    internal static void ThrowValue(string field, int offset, long value, string rule) => throw new BtfFormatException(
        $"BTF field '{field}' at offset 0x{offset:x} is {value}: {rule}.", offset);
}
