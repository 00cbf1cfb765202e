using System.Buffers;
using System.Buffers.Binary;

namespace Waggle.Bpf.Types;

/// <summary>Writes records of types as bytes, in little endian: the mirror image of <see cref="BtfDecoder"/>.</summary>
internal sealed class BtfWriter(BtfStringTable strings, int typeCount)
{
    private readonly ArrayBufferWriter<byte> _types = new();
    private int _id; // of the type at work, for errors

    public void Write(int id, BtfType type)
    {
        _id = id;
        switch (type)
        {
            case BtfInt number:
                WriteStart(type, BtfKind.Int, (uint)number.SizeInBytes);
                WriteUInt32((uint)number.Encoding << 24 | (uint)(number.OffsetInBits & 0xff) << 16 | (uint)(number.Bits & 0xff));
                break;
            case BtfPointer pointer:
                WriteStart(type, BtfKind.Pointer, TypeId(pointer.TargetId));
                break;
            case BtfArray array:
                WriteStart(type, BtfKind.Array, 0);
                WriteUInt32(TypeId(array.ElementId));
                WriteUInt32(TypeId(array.IndexId));
                WriteUInt32(array.Count);
                break;
            case BtfComposite composite:
                WriteComposite(composite);
                break;
            case BtfEnum values:
                WriteEnum(values);
                break;
            case BtfForward forward:
                WriteStart(type, BtfKind.Forward, 0, flag: forward.IsUnion);
                break;
            case BtfTypedef typedef:
                WriteStart(type, BtfKind.Typedef, TypeId(typedef.TargetId));
                break;
            case BtfQualified qualified:
                WriteStart(type, (BtfKind)qualified.Qualifier, TypeId(qualified.TargetId));
                break;
            case BtfFunction function:
                WriteStart(type, BtfKind.Function, TypeId(function.PrototypeId), (int)function.Linkage);
                break;
            case BtfFunctionPrototype prototype:
                WriteStart(type, BtfKind.FunctionPrototype, TypeId(prototype.ReturnId), prototype.Parameters.Length);
                foreach (BtfParameter parameter in prototype.Parameters)
                {
                    WriteName(parameter.Name);
                    WriteUInt32(TypeId(parameter.TypeId));
                }
                break;
            case BtfVariable variable:
                WriteStart(type, BtfKind.Variable, TypeId(variable.TypeId));
                WriteUInt32((uint)variable.Linkage);
                break;
            case BtfDataSection section:
                WriteStart(type, BtfKind.DataSection, section.SizeInBytes, section.Variables.Length);
                foreach (BtfSectionVariable variable in section.Variables)
                {
                    WriteUInt32(TypeId(variable.VariableId));
                    WriteUInt32(variable.Offset);
                    WriteUInt32(variable.SizeInBytes);
                }
                break;
            case BtfFloat number:
                WriteStart(type, BtfKind.Float, (uint)number.SizeInBytes);
                break;
            case BtfDeclarationTag tag:
                WriteStart(type, BtfKind.DeclarationTag, TypeId(tag.TargetId), flag: tag.IsAttribute);
                WriteUInt32((uint)tag.ComponentIndex);
                break;
            case BtfTypeTag tag:
                WriteStart(type, BtfKind.TypeTag, TypeId(tag.TargetId), flag: tag.IsAttribute);
                break;
            default:
                throw Refuse($"is a {type.GetType().Name}, which is never stored");
        }
    }

    public byte[] Finish()
    {
        ReadOnlySpan<byte> types = _types.WrittenSpan;
        var bytes = new byte[BtfHeader.SizeInBytes + types.Length + strings.Bytes.Length];
        Span<byte> header = bytes;
        BinaryPrimitives.WriteUInt16LittleEndian(header, BtfHeader.Magic);
        header[2] = BtfHeader.Version;
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], BtfHeader.SizeInBytes);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], 0);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], types.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], types.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header[20..], strings.Bytes.Length);
        types.CopyTo(header[BtfHeader.SizeInBytes..]);
        strings.Bytes.CopyTo(header[(BtfHeader.SizeInBytes + types.Length)..]);
        return bytes;
    }

    private void WriteComposite(BtfComposite composite)
    {
        // With the flag a member's offset has 24 bits and its bit-field size the 8 above; without it the offset has all 32.
        bool hasBitFields = composite.Members.Any(m => m.BitFieldSize != 0);
        WriteStart(composite, composite.IsUnion ? BtfKind.Union : BtfKind.Struct, composite.SizeInBytes, composite.Members.Length, hasBitFields);
        foreach (BtfMember member in composite.Members)
        {
            if (hasBitFields && member.OffsetInBits > 0xffffff)
                throw Refuse($"has member '{member.Name}' at bit {member.OffsetInBits}: a type with bit-fields reaches to bit {0xffffff}");
            WriteName(member.Name);
            WriteUInt32(TypeId(member.TypeId));
            WriteUInt32(member.OffsetInBits | (uint)member.BitFieldSize << 24);
        }
    }

    private void WriteEnum(BtfEnum values)
    {
        WriteStart(values, values.Is64Bit ? BtfKind.Enum64 : BtfKind.Enum, (uint)values.SizeInBytes, values.Values.Length, values.IsSigned);
        foreach (BtfEnumValue value in values.Values)
        {
            if (!values.Is64Bit && (values.IsSigned ? value.Value != (int)value.Value : value.Value != (uint)value.Value))
                throw Refuse($"has '{value.Name}' = {value.Value}, more than 32 bits: make it an ENUM64");
            WriteName(value.Name);
            WriteUInt32((uint)value.Value);
            if (values.Is64Bit)
                WriteUInt32((uint)(value.Value >> 32));
        }
    }

    private void WriteStart(BtfType type, BtfKind kind, uint sizeOrType, int items = 0, bool flag = false)
    {
        if (items > ushort.MaxValue)
            throw Refuse($"has {items} items; the format holds {ushort.MaxValue}");
        WriteName(type.Name);
        WriteUInt32((uint)kind << 24 | (uint)items | (flag ? 1u << 31 : 0));
        WriteUInt32(sizeOrType);
    }

    private void WriteName(string name) => WriteUInt32((uint)strings.Add(name));

    private void WriteUInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_types.GetSpan(sizeof(uint)), value);
        _types.Advance(sizeof(uint));
    }

    private uint TypeId(int id) =>
        (uint)id < (uint)typeCount ? (uint)id : throw Refuse($"refers to type {id}; there are {typeCount}, void included");

    private InvalidOperationException Refuse(string why) => new($"BTF type {_id} {why}.");
}
