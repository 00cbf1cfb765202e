using System.Diagnostics.CodeAnalysis;

namespace Waggle.Vm.Packets.Captures;

/// <summary>A capture file that breaks a rule of its format. The packets before the damage were read.</summary>
public sealed class CaptureFormatException : FormatException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="problem">What is wrong, in a sentence.</param>
    /// <param name="offset">Where in the file.</param>
    public CaptureFormatException(string problem, long offset) : base($"The capture is damaged at byte {offset}: {problem}") => Offset = offset;

    /// <summary>Byte offset in the file.</summary>
    public long Offset { get; }

    [DoesNotReturn]
    internal static void ThrowTruncated(string field, long offset, long needed, long left) =>
        throw new CaptureFormatException($"it ends inside {field}, which needs {needed} bytes, and {left} are left.", offset);

    [DoesNotReturn]
    internal static void ThrowValue(string field, long offset, ulong value, string rule) =>
        throw new CaptureFormatException($"{field} is {value}: {rule}.", offset);
}
