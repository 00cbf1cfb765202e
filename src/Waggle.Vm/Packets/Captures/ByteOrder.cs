using System.Buffers.Binary;

namespace Waggle.Vm.Packets.Captures;

/// <summary>Numbers in the order of the machine that wrote the file.</summary>
internal readonly struct ByteOrder(bool isBig)
{
    internal bool IsBig => isBig;

    internal ushort UInt16(ReadOnlySpan<byte> from) => isBig ? BinaryPrimitives.ReadUInt16BigEndian(from) : BinaryPrimitives.ReadUInt16LittleEndian(from);

    internal uint UInt32(ReadOnlySpan<byte> from) => isBig ? BinaryPrimitives.ReadUInt32BigEndian(from) : BinaryPrimitives.ReadUInt32LittleEndian(from);

    internal ulong UInt64(ReadOnlySpan<byte> from) => isBig ? BinaryPrimitives.ReadUInt64BigEndian(from) : BinaryPrimitives.ReadUInt64LittleEndian(from);

    internal void Put(Span<byte> to, ushort value)
    {
        if (isBig) BinaryPrimitives.WriteUInt16BigEndian(to, value);
        else BinaryPrimitives.WriteUInt16LittleEndian(to, value);
    }

    internal void Put(Span<byte> to, uint value)
    {
        if (isBig) BinaryPrimitives.WriteUInt32BigEndian(to, value);
        else BinaryPrimitives.WriteUInt32LittleEndian(to, value);
    }

    internal void Put(Span<byte> to, ulong value)
    {
        if (isBig) BinaryPrimitives.WriteUInt64BigEndian(to, value);
        else BinaryPrimitives.WriteUInt64LittleEndian(to, value);
    }
}
