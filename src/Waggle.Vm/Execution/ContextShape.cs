using System.Collections.Immutable;
using System.Numerics;
using Waggle.Bpf.Catalog;

namespace Waggle.Vm.Execution;

/// <summary>What a program sees through r1, and what it may read and write there.</summary>
/// <remarks>A context lies in memory as the program sees it; behind it, at multiples of 8, lie the addresses that fields of
/// 4 bytes stand for: the kernel's verifier turns a load of such a field into one of an address, and so do we. Immutable.</remarks>
internal sealed class ContextShape
{
    // For each offset the widths that may be accessed there, a bit each: 1, 2, 4 and 8.
    private readonly byte[] _reads;
    private readonly byte[] _signedReads;
    private readonly byte[] _writes;

    private ContextShape(int size, ImmutableArray<AddressField> addressFields, bool isPacketWritable)
    {
        (Size, AddressFields, IsPacketWritable) = (size, addressFields, isPacketWritable);
        (_reads, _signedReads, _writes) = (new byte[size], new byte[size], new byte[size]);
        AllocatedSize = addressFields.IsEmpty ? size : addressFields.Max(f => f.Storage) + sizeof(ulong);
    }

    /// <summary>Memory without a layout, lent as packets are: r1 points to it.</summary>
    internal static ContextShape Memory { get; } = new(0, [], isPacketWritable: true);

    /// <summary>Bytes that a program may look at.</summary>
    internal int Size { get; }

    /// <summary>Bytes that may be read however a program likes: all of a context that an application defines, none of the kernel's.</summary>
    internal int PlainSize { get; private init; }

    /// <summary>Bytes that a context takes, with the addresses behind it.</summary>
    internal int AllocatedSize { get; }

    /// <summary>Fields that stand for addresses.</summary>
    internal ImmutableArray<AddressField> AddressFields { get; }

    /// <summary>Whether the program may write to the packet.</summary>
    internal bool IsPacketWritable { get; }

    /// <summary>The shape that the catalogue describes.</summary>
    /// <param name="layout">The layout.</param>
    /// <param name="attachType">Where the program is attached, which some fields depend on.</param>
    /// <param name="isPacketWritable">Whether such a program may write to the packet.</param>
    internal static ContextShape From(ContextLayout layout, uint attachType, bool isPacketWritable)
    {
        int storage = (layout.SizeInBytes + 7) & ~7;
        ImmutableArray<AddressField> addresses =
        [
            .. from field in layout.Fields
               let kind = KindOf(field.Value)
               where kind is not null && field.SizeInBytes == sizeof(uint)
               group kind.Value by field.Offset into each
               select new AddressField(each.Key, 0, each.First()),
        ];
        ContextShape shape = new(layout.SizeInBytes, [.. addresses.Select((field, i) => field with { Storage = storage + i * sizeof(ulong) })], isPacketWritable);
        for (int offset = 0; offset < layout.SizeInBytes; offset++)
        {
            for (int size = 1; size <= sizeof(ulong) && offset + size <= layout.SizeInBytes; size *= 2)
            {
                if (layout.FindRead(offset, size, attachType) is { } field)
                {
                    shape._reads[offset] |= (byte)size;
                    if (field.Value == ContextValue.Number) shape._signedReads[offset] |= (byte)size;
                }

                if (layout.FindWrite(offset, size, attachType) is not null) shape._writes[offset] |= (byte)size;
            }
        }

        return shape;
    }

    /// <summary>A shape of plain bytes: each may be read in any width, and some written.</summary>
    /// <param name="isWritable">For each byte whether programs may write it.</param>
    internal static ContextShape Plain(ReadOnlySpan<bool> isWritable)
    {
        ContextShape shape = new(isWritable.Length, [], isPacketWritable: false) { PlainSize = isWritable.Length };
        for (int offset = 0; offset < isWritable.Length; offset++)
        {
            for (int size = 1; size <= sizeof(ulong) && offset + size <= isWritable.Length; size *= 2)
            {
                shape._reads[offset] |= (byte)size;
                shape._signedReads[offset] |= (byte)size;
                if (!isWritable.Slice(offset, size).Contains(false)) shape._writes[offset] |= (byte)size;
            }
        }

        return shape;
    }

    /// <summary>Whether a store may be made.</summary>
    internal bool IsWritable(long offset, int size) => Allows(_writes, offset, size);

    /// <summary>Whether a load may be made.</summary>
    internal bool IsReadable(long offset, int size, bool isSigned) => Allows(isSigned ? _signedReads : _reads, offset, size);

    /// <summary>The field that begins at an offset, if it stands for an address.</summary>
    internal AddressField? AddressFieldAt(long offset)
    {
        foreach (AddressField field in AddressFields)
        {
            if (field.Offset == offset) return field;
        }

        return null;
    }

    private static bool Allows(byte[] sizes, long offset, int size) =>
        (ulong)offset < (ulong)sizes.Length && BitOperations.IsPow2(size) && (sizes[offset] & size) != 0;

    private static AddressKind? KindOf(ContextValue value) => value switch
    {
        ContextValue.Packet => AddressKind.Data,
        ContextValue.PacketEnd => AddressKind.DataEnd,
        ContextValue.PacketMeta => AddressKind.DataMeta,
        _ => null,
    };
}
