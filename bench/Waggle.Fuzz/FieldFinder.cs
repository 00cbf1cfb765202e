using System.Buffers.Binary;

namespace Waggle.Fuzz;

/// <summary>Finds the numbers that an ELF file, BTF and BTF.ext are made of, with a reader of its own that trusts its input: seeds are whole.</summary>
internal sealed class FieldFinder(byte[] bytes)
{
    private const int SectionHeaderSize = 64, SymbolSize = 24, RelocationSize = 16, InstructionSize = 8;
    private const int SymbolTable = 2, RelocationTable = 9, ProgramBits = 1;

    private readonly List<Field> _fields = [];
    private bool _bigEndian;

    public static Field[] OfElf(byte[] bytes)
    {
        var finder = new FieldFinder(bytes) { _bigEndian = bytes[5] == 2 };
        finder.FindElf();
        return [.. finder._fields];
    }

    public static Field[] OfBtf(byte[] bytes)
    {
        var finder = new FieldFinder(bytes);
        finder.FindBtf(0);
        return [.. finder._fields];
    }

    private void FindElf()
    {
        Add(0, 1, 1, 1, 1, 1, 1, 1, 1); // magic, class, byte order, version
        Add(16, 2, 2, 4, 8, 8, 8, 4, 2, 2, 2, 2, 2, 2);
        int headers = (int)Read(40, 8), count = (int)Read(60, 2), names = (int)Read(62, 2);
        int nameTable = (int)Read(headers + names * SectionHeaderSize + 24, 8);
        for (int i = 0; i < count; i++)
        {
            int at = headers + i * SectionHeaderSize;
            AddRecord(at, SectionHeaderSize, 4, 4, 8, 8, 8, 8, 4, 4, 8, 8);
            int type = (int)Read(at + 4, 4), start = (int)Read(at + 24, 8), size = (int)Read(at + 32, 8);
            bool isCode = (Read(at + 8, 8) & 4) != 0;
            string name = ReadText(nameTable + (int)Read(at, 4));
            if (name.StartsWith(".debug", StringComparison.Ordinal) || name.StartsWith(".rel.debug", StringComparison.Ordinal))
                continue; // nobody reads it
            switch (type)
            {
                case SymbolTable:
                    for (int symbol = start; symbol + SymbolSize <= start + size; symbol += SymbolSize)
                        AddRecord(symbol, SymbolSize, 4, 1, 1, 2, 8, 8);
                    break;
                case RelocationTable:
                    for (int entry = start; entry + RelocationSize <= start + size; entry += RelocationSize)
                        AddRecord(entry, RelocationSize, 8, 4, 4);
                    break;
                case ProgramBits when isCode:
                    for (int slot = start; slot + InstructionSize <= start + size; slot += InstructionSize)
                        AddRecord(slot, InstructionSize, 1, 1, 2, 4);
                    break;
                case ProgramBits when name == ".BTF":
                    FindBtf(start);
                    break;
                case ProgramBits when name == ".BTF.ext":
                    FindBtfExt(start);
                    break;
            }
        }
    }

    private void FindBtf(int start)
    {
        _bigEndian = bytes[start] == 0xeb;
        Add(start, 2, 1, 1, 4, 4, 4, 4, 4);
        int header = (int)Read(start + 4, 4);
        int at = start + header + (int)Read(start + 8, 4), end = at + (int)Read(start + 12, 4);
        while (at < end)
        {
            uint info = (uint)Read(at + 4, 4);
            (int kind, int items) = ((int)(info >> 24 & 0x1f), (int)(info & 0xffff));
            AddRecord(at, 12, 4, 2, 1, 1, 4); // the parts of info one by one: count, kind and flag
            at += 12;
            int tail = kind switch { 1 or 14 or 17 => 4, 3 => 12, _ => 0 };
            int item = kind switch { 4 or 5 or 15 or 19 => 12, 6 or 13 => 8, _ => 0 };
            for (int i = 0; i < tail; i += 4)
                Add(at + i, 4);
            at += tail;
            for (int i = 0; i < items && item > 0; i++, at += item)
                AddRecord(at, item, [.. Enumerable.Repeat(4, item / 4)]);
        }
    }

    private void FindBtfExt(int start)
    {
        _bigEndian = bytes[start] == 0xeb;
        Add(start, 2, 1, 1, 4, 4, 4, 4, 4, 4, 4);
        int header = (int)Read(start + 4, 4);
        for (int part = 0; part < 3; part++)
        {
            int at = start + header + (int)Read(start + 8 + part * 8, 4), end = at + (int)Read(start + 12 + part * 8, 4);
            if (at >= end)
                continue;
            Add(at, 4);
            int size = (int)Read(at, 4);
            at += 4;
            while (at < end)
            {
                Add(at, 4, 4);
                int count = (int)Read(at + 4, 4);
                at += 8;
                for (int i = 0; i < count; i++, at += size)
                    AddRecord(at, size, [.. Enumerable.Repeat(4, size / 4)]);
            }
        }
    }

    private void Add(int at, params ReadOnlySpan<int> widths)
    {
        foreach (int width in widths)
        {
            _fields.Add(new(at, (byte)width, _bigEndian));
            at += width;
        }
    }

    private void AddRecord(int at, int size, params ReadOnlySpan<int> widths)
    {
        int record = at;
        foreach (int width in widths)
        {
            _fields.Add(new(at, (byte)width, _bigEndian, record, size));
            at += width;
        }
    }

    private ulong Read(int at, int width)
    {
        ReadOnlySpan<byte> span = bytes.AsSpan(at, width);
        return width switch
        {
            2 => _bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(span) : BinaryPrimitives.ReadUInt16LittleEndian(span),
            4 => _bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(span) : BinaryPrimitives.ReadUInt32LittleEndian(span),
            _ => _bigEndian ? BinaryPrimitives.ReadUInt64BigEndian(span) : BinaryPrimitives.ReadUInt64LittleEndian(span),
        };
    }

    private string ReadText(int at) => System.Text.Encoding.UTF8.GetString(bytes.AsSpan(at)[..bytes.AsSpan(at).IndexOf((byte)0)]);
}
