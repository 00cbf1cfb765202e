using System.Buffers.Binary;

namespace Waggle.Bpf.Objects;

/// <summary>Reads the numbers of a part of an ELF file in either byte order.</summary>
internal ref struct ElfReader(ReadOnlySpan<byte> bytes, bool bigEndian, string section = "", int offset = 0)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Offset { get; private set; } = offset;

    public readonly bool IsAtEnd => Offset >= _bytes.Length;

    public ulong ReadUInt64(string field)
    {
        ReadOnlySpan<byte> bytes = Take(sizeof(ulong), field);
        return bigEndian ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

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
            ObjectFormatException.ThrowTruncated(section, field, Offset, count, _bytes.Length - Offset);
        ReadOnlySpan<byte> taken = _bytes.Slice(Offset, count);
        Offset += count;
        return taken;
    }
}
