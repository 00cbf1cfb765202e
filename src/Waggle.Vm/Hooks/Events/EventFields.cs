using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Waggle.Vm.Hooks.Events;

/// <summary>Named values of an event, as programs see them: <c>struct waggle_fields</c> of waggle_events.h.</summary>
/// <remarks>One behind the other, each at a multiple of 8: a header of 8 bytes (u16 size of all, u16 length of the value, u8
/// length of the name, u8 <see cref="EventFieldKind"/>, two bytes 0), the value, filled up to a multiple of 8, the name, filled up too.</remarks>
[SuppressMessage("Design", "CA1051", Justification = "The fields are the layout that programs are compiled for.")]
public struct EventFields
{
    /// <summary>Bytes that the fields may take.</summary>
    public const int Capacity = 1016;

    /// <summary>Fields that are here.</summary>
    public ushort Count;

    /// <summary>Fields that are not, for want of room.</summary>
    public ushort Lost;

    /// <summary>Bytes that the fields take.</summary>
    public uint LengthInBytes;

    private Bytes _bytes;

    /// <summary>The fields.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Encoded => ((ReadOnlySpan<byte>)_bytes)[..(int)LengthInBytes];

    [UnscopedRef]
    internal Span<byte> Room => ((Span<byte>)_bytes)[(int)LengthInBytes..];

    [InlineArray(Capacity)]
    private struct Bytes
    {
        private byte _first;
    }
}
