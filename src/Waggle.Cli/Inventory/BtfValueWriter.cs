using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Waggle.Bpf.Types;

namespace Waggle.Cli.Inventory;

/// <summary>Writes bytes as JSON by their BTF type: structs as objects, arrays of char as text, enumerations by name.</summary>
/// <remarks>Little-endian types, as of the machine's own maps. The form is that of <c>bpftool map dump</c>.</remarks>
internal sealed class BtfValueWriter(Btf types, Utf8JsonWriter json)
{
    private const int MaximumDepth = 32;

    /// <summary>Writes a value. Bytes that the type does not explain are written in hexadecimal.</summary>
    public void Write(int typeId, ReadOnlySpan<byte> bytes) => Write(typeId, bytes, 0);

    /// <summary>Bytes as <c>["0x01","0x00"]</c>, as bpftool writes those of which it knows no type.</summary>
    public static void WriteBytes(Utf8JsonWriter json, ReadOnlySpan<byte> bytes)
    {
        json.WriteStartArray();
        foreach (byte b in bytes) json.WriteStringValue($"0x{b:x2}");
        json.WriteEndArray();
    }

    private void Write(int typeId, ReadOnlySpan<byte> bytes, int depth)
    {
        BtfType type = types[types.SkipModifiers(typeId)];
        if (depth > MaximumDepth || bytes.Length < (type is BtfDataSection ? 0 : (int)types.SizeOf(typeId)))
        {
            WriteBytes(json, bytes);
            return;
        }

        switch (type)
        {
            case BtfInt number when number.SizeInBytes <= sizeof(ulong):
                WriteNumber(number, ReadBits(bytes, 0, number.SizeInBytes * 8));
                break;
            case BtfEnum values:
                WriteEnum(values, ReadBits(bytes, 0, values.SizeInBytes * 8));
                break;
            case BtfFloat { SizeInBytes: 4 }:
                WriteFloat(BinaryPrimitives.ReadSingleLittleEndian(bytes));
                break;
            case BtfFloat { SizeInBytes: 8 }:
                WriteFloat(BinaryPrimitives.ReadDoubleLittleEndian(bytes));
                break;
            case BtfPointer:
                json.WriteStringValue($"0x{BinaryPrimitives.ReadUInt64LittleEndian(bytes):x}");
                break;
            case BtfArray array:
                WriteArray(array, bytes, depth);
                break;
            case BtfComposite composite:
                WriteMembers(composite, bytes, depth);
                break;
            case BtfDataSection section:
                WriteSection(section, bytes, depth);
                break;
            default:
                WriteBytes(json, bytes[..(int)types.SizeOf(typeId)]);
                break;
        }
    }

    private void WriteMembers(BtfComposite composite, ReadOnlySpan<byte> bytes, int depth)
    {
        json.WriteStartObject();
        WriteMembersOf(composite, bytes, depth);
        json.WriteEndObject();
    }

    private void WriteMembersOf(BtfComposite composite, ReadOnlySpan<byte> bytes, int depth)
    {
        foreach (BtfMember member in composite.Members)
        {
            BtfType type = types[types.SkipModifiers(member.TypeId)];
            ReadOnlySpan<byte> rest = bytes[Math.Min(bytes.Length, (int)(member.OffsetInBits / 8))..];
            if (member.Name.Length == 0 && type is BtfComposite anonymous && depth < MaximumDepth)
            {
                WriteMembersOf(anonymous, rest, depth + 1); // as the program reaches them: without a name between
                continue;
            }

            json.WritePropertyName(member.Name.Length == 0 ? "_" : member.Name);
            if (member.BitFieldSize > 0) WriteBitField(member, type, bytes);
            else Write(member.TypeId, rest, depth + 1);
        }
    }

    private void WriteBitField(BtfMember member, BtfType type, ReadOnlySpan<byte> bytes)
    {
        ulong value = ReadBits(bytes, member.OffsetInBits, member.BitFieldSize);
        bool isSigned = type is BtfInt { Encoding: var encoding } && (encoding & BtfIntEncoding.Signed) != 0;
        if (isSigned) json.WriteNumberValue((long)value << (64 - member.BitFieldSize) >> (64 - member.BitFieldSize));
        else if (type is BtfEnum values) WriteEnum(values, value);
        else json.WriteNumberValue(value);
    }

    private void WriteArray(BtfArray array, ReadOnlySpan<byte> bytes, int depth)
    {
        int size = (int)types.SizeOf(array.ElementId);
        if (IsCharacter(array.ElementId) && TryReadText(bytes[..(int)Math.Min((uint)bytes.Length, array.Count)]) is { } text)
        {
            json.WriteStringValue(text);
            return;
        }

        json.WriteStartArray();
        for (int i = 0; i < array.Count && size > 0; i++) Write(array.ElementId, bytes.Slice(i * size, size), depth + 1);
        json.WriteEndArray();
    }

    private void WriteSection(BtfDataSection section, ReadOnlySpan<byte> bytes, int depth)
    {
        json.WriteStartObject();
        foreach (BtfSectionVariable place in section.Variables)
        {
            if (types[place.VariableId] is not BtfVariable variable || place.Offset + (long)place.SizeInBytes > bytes.Length) continue;
            json.WritePropertyName(variable.Name);
            Write(variable.TypeId, bytes.Slice((int)place.Offset, (int)place.SizeInBytes), depth + 1);
        }

        json.WriteEndObject();
    }

    private void WriteNumber(BtfInt number, ulong value)
    {
        if ((number.Encoding & BtfIntEncoding.Bool) != 0) json.WriteBooleanValue(value != 0);
        else if ((number.Encoding & BtfIntEncoding.Signed) != 0) json.WriteNumberValue((long)value << (64 - number.Bits) >> (64 - number.Bits));
        else json.WriteNumberValue(value);
    }

    private void WriteEnum(BtfEnum values, ulong value)
    {
        int shift = 64 - values.SizeInBytes * 8;
        long number = values.IsSigned ? (long)value << shift >> shift : (long)value;
        foreach (BtfEnumValue candidate in values.Values)
        {
            if (candidate.Value != number) continue;
            json.WriteStringValue(candidate.Name);
            return;
        }

        if (values.IsSigned) json.WriteNumberValue(number);
        else json.WriteNumberValue(value);
    }

    private void WriteFloat(double value)
    {
        if (double.IsFinite(value)) json.WriteNumberValue(value);
        else json.WriteStringValue(value.ToString(CultureInfo.InvariantCulture)); // JSON has no infinity
    }

    private bool IsCharacter(int typeId) =>
        types[types.SkipModifiers(typeId)] is BtfInt { SizeInBytes: 1 } number && (number.Name == "char" || (number.Encoding & BtfIntEncoding.Char) != 0);

    // Text ends with a zero inside the array and has nothing but printable characters before it.
    private static string? TryReadText(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)0);
        if (end < 0 || bytes[end..].IndexOfAnyExcept((byte)0) >= 0) return null;
        foreach (byte b in bytes[..end])
        {
            if (b is < 0x20 or 0x7f) return null;
        }

        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes[..end]);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static ulong ReadBits(ReadOnlySpan<byte> bytes, uint offset, int count)
    {
        UInt128 value = 0;
        int first = (int)(offset / 8), last = Math.Min(bytes.Length, (int)((offset + (uint)count + 7) / 8));
        for (int i = last - 1; i >= first; i--) value = value << 8 | bytes[i];
        value >>= (int)(offset % 8);
        return (ulong)(value & (count >= 64 ? ulong.MaxValue : (1UL << count) - 1));
    }
}
