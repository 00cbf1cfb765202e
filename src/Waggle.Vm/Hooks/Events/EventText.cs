using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;

namespace Waggle.Vm.Hooks.Events;

/// <summary>A name, as programs see it: <c>struct waggle_text</c> of waggle_events.h.</summary>
[SuppressMessage("Design", "CA1051", Justification = "The fields are the layout that programs are compiled for.")]
public struct EventText
{
    /// <summary>Bytes of a name that fit.</summary>
    public const int Capacity = 126;

    private Bytes _bytes;

    /// <summary>Bytes of the whole name in UTF-8; more than <see cref="Capacity"/> if its end is missing.</summary>
    public ushort FullLength;

    /// <summary>The name, as far as it fits.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Value
    {
        get
        {
            ReadOnlySpan<byte> all = _bytes;
            int end = all.IndexOf((byte)0);
            return end < 0 ? all : all[..end];
        }
    }

    /// <summary>The name as text.</summary>
    public override readonly string ToString() => Encoding.UTF8.GetString(Value);

    internal void Set(string? text)
    {
        text ??= "";
        Utf8.FromUtf16(text, _bytes, out int read, out int written);
        FullLength = (ushort)(read == text.Length ? written : Math.Min(Encoding.UTF8.GetByteCount(text), ushort.MaxValue));
    }

    [InlineArray(Capacity)]
    private struct Bytes
    {
        private byte _first;
    }
}
