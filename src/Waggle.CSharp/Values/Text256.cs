using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Waggle.CSharp;

/// <summary>Text of at most 255 bytes of UTF-8, and a zero.</summary>
[InlineArray(Length)]
public struct Text256
{
    /// <summary>Bytes, the zero included.</summary>
    public const int Length = 256;

    private byte _first;

    /// <summary>The text up to the first zero.</summary>
    public override readonly string ToString() =>
        InlineText.Decode(MemoryMarshal.CreateReadOnlySpan(in _first, Length));

    /// <summary>Makes one for a field that the program reads, such as a format. Text that is too long is cut.</summary>
    public static Text256 From(ReadOnlySpan<byte> utf8)
    {
        Text256 text = default;
        utf8[..Math.Min(utf8.Length, Length - 1)].CopyTo(MemoryMarshal.CreateSpan(ref text._first, Length));
        return text;
    }
}
