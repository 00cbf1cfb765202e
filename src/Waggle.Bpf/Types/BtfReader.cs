using System.Buffers.Binary;

namespace Waggle.Bpf.Types;

/// <summary>Reads the numbers of BTF in either byte order; offsets in errors count from the start of the BTF.</summary>
internal ref struct BtfReader(ReadOnlySpan<byte> bytes, bool bigEndian, int offset = 0)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Offset { get; private set; } = offset;

    public readonly bool IsAtEnd => Offset >= _bytes.Length;

    public uint ReadUInt32(string field)
    {
        ReadOnlySpan<byte> bytes = Take(sizeof(uint), field);
        return bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    public ushort ReadUInt16(string field)
    {
        ReadOnlySpan<byte> bytes = Take(sizeof(ushort), field);
        return bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
    }

    public byte ReadByte(string field) => Take(1, field)[0];

    public void Skip(int count, string field) => Take(count, field);

    private ReadOnlySpan<byte> Take(int count, string field)
    {
        if (_bytes.Length - Offset < count)
            BtfFormatException.ThrowTruncated(field, Offset, count, _bytes.Length - Offset);
        ReadOnlySpan<byte> taken = _bytes.Slice(Offset, count);
        Offset += count;
        return taken;
    }
}
