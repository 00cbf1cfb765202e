namespace Waggle.Vm.Helpers;

/// <summary>Classes of characters as the kernel has them (lib/ctype.c): Latin-1, of which some are spaces and punctuation too.</summary>
internal static class AsciiClass
{
    private const byte NoBreakSpace = 0xA0;

    internal static bool IsSpace(byte c) => c is (>= 9 and <= 13) or (byte)' ' or NoBreakSpace;

    internal static bool IsAscii(byte c) => c < 0x80;

    internal static bool IsPrintable(byte c) => c is (>= 0x20 and < 0x7F) or >= NoBreakSpace;

    internal static bool IsPunctuation(byte c) => IsPrintable(c) && !IsSpace(c) && !IsLetterOrDigit(c);

    internal static bool IsLetterOrDigit(byte c) =>
        c is (>= (byte)'0' and <= (byte)'9') or (>= (byte)'A' and <= (byte)'Z') or (>= (byte)'a' and <= (byte)'z') or (>= 0xC0 and not 0xD7 and not 0xF7);
}
