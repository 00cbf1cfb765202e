using System.Collections.Immutable;

namespace Waggle.Vm.Execution;

/// <summary>What a program sees through r1, and what it may write there.</summary>
/// <param name="Size">Bytes that it may look at.</param>
/// <remarks>A context lies in memory as the program sees it; behind it, at multiples of 8, lie the addresses that fields of
/// 4 bytes stand for: the kernel's verifier turns a load of such a field into one of an address, and so do we.</remarks>
internal sealed record ContextShape(int Size)
{
    /// <summary>Fields that stand for addresses.</summary>
    internal ImmutableArray<AddressField> AddressFields { get; init; } = [];

    /// <summary>What may be written: offset and length.</summary>
    internal ImmutableArray<(int Offset, int Length)> Writable { get; init; } = [];

    /// <summary>Whether the program may write to the packet.</summary>
    internal bool IsPacketWritable { get; init; }

    /// <summary>Bytes that a context takes, with the addresses behind it.</summary>
    internal int AllocatedSize => AddressFields.IsEmpty ? Size : AddressFields.Max(f => f.Storage) + sizeof(ulong);

    /// <summary>Memory that a program may read and write as it likes.</summary>
    internal static ContextShape Plain(int size) => new(size) { Writable = [(0, size)] };

    internal bool IsWritable(long offset, int size)
    {
        foreach ((int start, int length) in Writable)
        {
            if (offset >= start && offset + size <= start + length) return true;
        }

        return false;
    }

    /// <summary>The field that a load is of, if it stands for an address.</summary>
    internal AddressField? AddressFieldAt(long offset)
    {
        foreach (AddressField field in AddressFields)
        {
            if (offset >= field.Offset && offset < field.Offset + sizeof(uint)) return field;
        }

        return null;
    }

    /// <summary>Whether a load may be made: inside, and of an address field whole and unsigned or not at all.</summary>
    internal bool IsReadable(long offset, int size, bool isSigned)
    {
        if (offset < 0 || offset + size > Size) return false;
        foreach (AddressField field in AddressFields)
        {
            bool isWhole = offset == field.Offset && size == sizeof(uint) && !isSigned;
            if (!isWhole && offset < field.Offset + sizeof(uint) && field.Offset < offset + size) return false;
        }

        return true;
    }
}
