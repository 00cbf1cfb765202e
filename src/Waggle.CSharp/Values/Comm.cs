using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Waggle.CSharp;

/// <summary>Name of a task: at most 15 bytes of text and a zero (the kernel's <c>TASK_COMM_LEN</c>).</summary>
[InlineArray(Length)]
public struct Comm
{
    /// <summary>Bytes, the zero included.</summary>
    public const int Length = 16;

    private byte _first;

    /// <summary>The text up to the first zero.</summary>
    public override readonly string ToString() =>
        InlineText.Decode(MemoryMarshal.CreateReadOnlySpan(in _first, Length));
}
