namespace Waggle.Bpf.Types;

/// <summary>Where the sections of a BTF are, checked against its length.</summary>
/// <remarks><c>struct btf_header</c>, include/uapi/linux/btf.h.</remarks>
internal readonly record struct BtfHeader(bool BigEndian, int TypesStart, int TypesEnd, int StringsStart, int StringsEnd)
{
    public const int SizeInBytes = 24;
    public const ushort Magic = 0xeb9f;
    public const byte Version = 1;

    /// <param name="bytes">The BTF.</param>
    /// <param name="isSplit">Whether its strings continue others', among which "" is.</param>
    public static BtfHeader Read(ReadOnlySpan<byte> bytes, bool isSplit)
    {
        bool bigEndian = IsBigEndian(bytes, "BTF");
        var reader = new BtfReader(bytes, bigEndian, offset: sizeof(ushort));
        byte version = reader.ReadByte("version");
        if (version != Version)
            BtfFormatException.ThrowValue("version", 2, version, "only version 1 is known");
        byte flags = reader.ReadByte("flags");
        if (flags != 0)
            BtfFormatException.ThrowValue("flags", 3, flags, "no flag is defined");
        uint headerLength = reader.ReadUInt32("hdr_len");
        if (headerLength < SizeInBytes || headerLength > bytes.Length)
            BtfFormatException.ThrowValue("hdr_len", 4, headerLength, $"it lies between {SizeInBytes} and the BTF's {bytes.Length} bytes");

        (int typesStart, int typesEnd) = ReadSection(ref reader, bytes.Length, (int)headerLength, "type_off", "type_len");
        if (typesStart % sizeof(uint) != 0)
            BtfFormatException.ThrowValue("type_off", 8, typesStart - headerLength, "types are aligned to 4 bytes");
        (int stringsStart, int stringsEnd) = ReadSection(ref reader, bytes.Length, (int)headerLength, "str_off", "str_len");

        // The first string is "" and the last is closed: every offset inside the section is then the start of a string.
        if (isSplit)
        {
            if (stringsStart < stringsEnd && bytes[stringsEnd - 1] != 0)
                BtfFormatException.ThrowValue("str_len", 20, stringsEnd - stringsStart, "the string section ends with a zero byte");
        }
        else if (stringsStart == stringsEnd || bytes[stringsStart] != 0 || bytes[stringsEnd - 1] != 0)
        {
            BtfFormatException.ThrowValue("str_len", 20, stringsEnd - stringsStart, "the string section starts and ends with a zero byte");
        }
        return new(bigEndian, typesStart, typesEnd, stringsStart, stringsEnd);
    }

    /// <summary>Tells the byte order by the magic number, which .BTF and .BTF.ext share.</summary>
    public static bool IsBigEndian(ReadOnlySpan<byte> bytes, string section)
    {
        if (bytes.Length < sizeof(ushort))
            BtfFormatException.ThrowTruncated("magic", 0, sizeof(ushort), bytes.Length);
        return (bytes[0], bytes[1]) switch
        {
            (0x9f, 0xeb) => false,
            (0xeb, 0x9f) => true,
            _ => throw new BtfFormatException($"This is no {section}: it starts with 0x{bytes[0]:x2} 0x{bytes[1]:x2}, not with 0xeb9f in either order.", 0),
        };
    }

    private static (int Start, int End) ReadSection(ref BtfReader reader, int total, int headerLength, string offsetField, string lengthField)
    {
        int at = reader.Offset;
        long start = headerLength + (long)reader.ReadUInt32(offsetField);
        long length = reader.ReadUInt32(lengthField);
        if (start > total)
            BtfFormatException.ThrowValue(offsetField, at, start - headerLength, $"the BTF has {total} bytes");
        if (start + length > total)
            BtfFormatException.ThrowValue(lengthField, at + sizeof(uint), length, $"{total - start} bytes are left behind '{offsetField}'");
        return ((int)start, (int)(start + length));
    }
}
