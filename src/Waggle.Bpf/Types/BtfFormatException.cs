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
}
