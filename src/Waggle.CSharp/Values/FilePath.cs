using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Waggle.CSharp;

/// <summary>Path of a file, cut to 255 bytes, and a zero.</summary>
[InlineArray(Length)]
public struct FilePath
{
    /// <summary>Bytes, the zero included.</summary>
    public const int Length = 256;

    private byte _first;

    /// <summary>The text up to the first zero.</summary>
    public override readonly string ToString() =>
        InlineText.Decode(MemoryMarshal.CreateReadOnlySpan(in _first, Length));
}
