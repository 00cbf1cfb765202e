using System.Collections.Immutable;

namespace Waggle.Bpf.Types;

/// <summary>Makes the record of one type from its bytes.</summary>
/// <remarks>The reader's one pass has checked that the type lies inside the section and that its name exists; this checks the rest,
/// by the rules of <c>btf_check_meta</c> in kernel/bpf/btf.c.</remarks>
internal static class BtfDecoder
{
    public static BtfVoid Void { get; } = new();

    public static BtfType Decode(Btf types, int offset)
    {
        var reader = new BtfReader(types.TypeSection, types.IsBigEndian, offset);
        string name = ReadName(types, ref reader);
        uint info = reader.ReadUInt32("info");
        (BtfKind kind, int items, bool flag) = ((BtfKind)(info >> 24 & 0x1f), (int)(info & 0xffff), info >> 31 != 0);
        switch (kind)
        {
            case BtfKind.Int:
                return DecodeInt(name, ref reader);
            case BtfKind.Pointer:
                return new BtfPointer(ReadTypeId(types, ref reader));
            case BtfKind.Array:
                reader.Skip(sizeof(uint), "size");
                return new BtfArray(ReadTypeId(types, ref reader), ReadTypeId(types, ref reader, "index_type"), reader.ReadUInt32("nelems"));
            case BtfKind.Struct or BtfKind.Union:
                return DecodeComposite(types, name, kind == BtfKind.Union, items, flag, ref reader);
            case BtfKind.Enum:
                return DecodeEnum(types, name, items, flag, ref reader);
            case BtfKind.Enum64:
                return DecodeEnum64(types, name, items, flag, ref reader);
            case BtfKind.Forward:
                return new BtfForward(name, flag);
            case BtfKind.Typedef:
                return new BtfTypedef(name, ReadTypeId(types, ref reader));
            case BtfKind.Volatile or BtfKind.Const or BtfKind.Restrict:
                return new BtfQualified((BtfQualifier)kind, ReadTypeId(types, ref reader));
            case BtfKind.Function:
                // The linkage stands where other kinds keep their number of items.
                return new BtfFunction(name, ReadTypeId(types, ref reader), CheckLinkage((uint)items, offset + 4));
            case BtfKind.FunctionPrototype:
                return DecodePrototype(types, items, ref reader);
            case BtfKind.Variable:
                return new BtfVariable(name, ReadTypeId(types, ref reader), CheckLinkage(reader.ReadUInt32("linkage"), offset + 12));
            case BtfKind.DataSection:
                return DecodeDataSection(types, name, items, ref reader);
            case BtfKind.Float:
                return new BtfFloat(name, ReadSize(ref reader, "2, 4, 8, 12 or 16", static size => size is 2 or 4 or 8 or 12 or 16));
            case BtfKind.DeclarationTag:
                return new BtfDeclarationTag(name, ReadTypeId(types, ref reader), (int)reader.ReadUInt32("component_idx"), flag);
            default:
                return new BtfTypeTag(name, ReadTypeId(types, ref reader), flag);
        }
    }

    private static BtfInt DecodeInt(string name, ref BtfReader reader)
    {
        int size = ReadSize(ref reader, "1, 2, 4, 8 or 16", static size => size is 1 or 2 or 4 or 8 or 16);
        int at = reader.Offset;
        uint data = reader.ReadUInt32("int encoding");
        (int encoding, int offset, int bits) = ((int)(data >> 24 & 0xf), (int)(data >> 16 & 0xff), (int)(data & 0xff));
        if (bits > 128 || offset + bits > size * 8)
            BtfFormatException.ThrowValue("int bits", at, bits, $"offset and bits stay within the {size * 8} bits of the type");
        return new(name, size, (BtfIntEncoding)encoding, offset, bits);
    }

    private static BtfComposite DecodeComposite(Btf types, string name, bool isUnion, int items, bool hasBitFields, ref BtfReader reader)
    {
        uint size = reader.ReadUInt32("size");
        var members = ImmutableArray.CreateBuilder<BtfMember>(items);
        for (int i = 0; i < items; i++)
        {
            string member = ReadName(types, ref reader);
            int type = ReadTypeId(types, ref reader);
            uint place = reader.ReadUInt32("offset");
            members.Add(hasBitFields ? new(member, type, place & 0xffffff, (byte)(place >> 24)) : new(member, type, place));
        }
        return new(name, isUnion, size, members.MoveToImmutable());
    }

    private static BtfEnum DecodeEnum(Btf types, string name, int items, bool isSigned, ref BtfReader reader)
    {
        int size = ReadEnumSize(ref reader);
        var values = ImmutableArray.CreateBuilder<BtfEnumValue>(items);
        for (int i = 0; i < items; i++)
        {
            string enumerator = ReadName(types, ref reader);
            uint value = reader.ReadUInt32("val");
            values.Add(new(enumerator, isSigned ? (int)value : value));
        }
        return new(name, size, isSigned, Is64Bit: false, values.MoveToImmutable());
    }

    private static BtfEnum DecodeEnum64(Btf types, string name, int items, bool isSigned, ref BtfReader reader)
    {
        int size = ReadEnumSize(ref reader);
        var values = ImmutableArray.CreateBuilder<BtfEnumValue>(items);
        for (int i = 0; i < items; i++)
        {
            string enumerator = ReadName(types, ref reader);
            ulong low = reader.ReadUInt32("val_lo32");
            values.Add(new(enumerator, (long)(low | (ulong)reader.ReadUInt32("val_hi32") << 32)));
        }
        return new(name, size, isSigned, Is64Bit: true, values.MoveToImmutable());
    }

    private static BtfFunctionPrototype DecodePrototype(Btf types, int items, ref BtfReader reader)
    {
        int returned = ReadTypeId(types, ref reader);
        var parameters = ImmutableArray.CreateBuilder<BtfParameter>(items);
        for (int i = 0; i < items; i++)
            parameters.Add(new(ReadName(types, ref reader), ReadTypeId(types, ref reader)));
        return new(returned, parameters.MoveToImmutable());
    }

    private static BtfDataSection DecodeDataSection(Btf types, string name, int items, ref BtfReader reader)
    {
        uint size = reader.ReadUInt32("size");
        var variables = ImmutableArray.CreateBuilder<BtfSectionVariable>(items);
        for (int i = 0; i < items; i++)
            variables.Add(new(ReadTypeId(types, ref reader), reader.ReadUInt32("offset"), reader.ReadUInt32("size")));
        return new(name, size, variables.MoveToImmutable());
    }

    private static string ReadName(Btf types, ref BtfReader reader)
    {
        int at = reader.Offset;
        uint name = reader.ReadUInt32("name_off");
        if (name >= (uint)types.StringsLength)
            BtfFormatException.ThrowValue("name_off", at, name, $"the string section has {types.StringsLength} bytes");
        return types.GetName((int)name, at);
    }

    private static int ReadTypeId(Btf types, ref BtfReader reader, string field = "type")
    {
        int at = reader.Offset;
        return types.CheckTypeId(reader.ReadUInt32(field), at, field);
    }

    private static int ReadEnumSize(ref BtfReader reader) =>
        ReadSize(ref reader, "1, 2, 4 or 8", static size => size is 1 or 2 or 4 or 8);

    private static int ReadSize(ref BtfReader reader, string allowed, Func<uint, bool> isAllowed)
    {
        int at = reader.Offset;
        uint size = reader.ReadUInt32("size");
        if (!isAllowed(size))
            BtfFormatException.ThrowValue("size", at, size, $"it is {allowed}");
        return (int)size;
    }

    private static BtfLinkage CheckLinkage(uint linkage, int offset)
    {
        if (linkage > (uint)BtfLinkage.Extern)
            BtfFormatException.ThrowValue("linkage", offset, linkage, "static is 0, global 1, extern 2");
        return (BtfLinkage)linkage;
    }
}
