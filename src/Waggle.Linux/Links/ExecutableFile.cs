using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Links;

/// <summary>An executable or shared library: finds where in the file a function starts, as uprobes want it.</summary>
/// <remarks>64-bit little-endian ELF. Source: the System V ABI, gABI 4.1 chapters 4 and 5. Only headers and symbol tables are read;
/// nothing in the file is trusted.</remarks>
internal sealed class ExecutableFile : IDisposable
{
    private const string Operation = "find a function in a file";
    private const int HeaderSize = 64, SegmentSize = 56, SectionSize = 64, SymbolSize = 24;
    private const int LargestTable = 256 * 1024 * 1024;
    private const uint SymbolTable = 2, DynamicSymbols = 11, SymbolVersions = 0x6fffffff; // SHT_SYMTAB, SHT_DYNSYM, SHT_GNU_versym
    private const uint Load = 1, ExecutableFlag = 1; // PT_LOAD, PF_X
    private const int Function = 2; // STT_FUNC
    private const ushort HiddenVersion = 0x8000; // an old version of the symbol, which new programs are not linked to

    private readonly SafeFileHandle _file;
    private readonly long _length;
    private readonly string _path;
    private readonly byte[] _segments;
    private readonly Section[] _sections;

    private ExecutableFile(SafeFileHandle file, string path)
    {
        (_file, _path, _length) = (file, path, RandomAccess.GetLength(file));
        ReadOnlySpan<byte> header = Read(0, HeaderSize, "the header");
        if (!header.StartsWith("\x7f"u8) || !header[1..].StartsWith("ELF"u8)) throw Fail("It does not start with 0x7f 'ELF', so it is no program.");
        if (header[4] != 2 || header[5] != 1) throw Fail("Only 64-bit little-endian programs are read; give an offset instead of a name.");
        _segments = ReadTable(header, offsetAt: 32, sizeAt: 54, SegmentSize, "the program headers");
        byte[] sections = ReadTable(header, offsetAt: 40, sizeAt: 58, SectionSize, "the section headers");
        _sections = [.. sections.Chunk(SectionSize).Select(s => new Section(UInt32(s, 4), UInt64(s, 24), UInt64(s, 32), UInt32(s, 40)))];
    }

    /// <exception cref="BpfAttachException">The file is absent, unreadable or no program.</exception>
    public static ExecutableFile Open(string path)
    {
        SafeFileHandle file;
        try
        {
            file = File.OpenHandle(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BpfAttachException(Operation, path, Errno.None, error.Message);
        }
        try
        {
            return new ExecutableFile(file, path);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The offset in the file at which a function starts.</summary>
    /// <exception cref="BpfAttachException">There is no such function; close names are suggested.</exception>
    public ulong FindFunction(string symbol)
    {
        List<(string Name, ulong Address)> functions = ReadFunctions();
        foreach ((string name, ulong address) in functions)
        {
            if (name == symbol) return ToFileOffset(address, symbol);
        }
        throw Fail(functions.Count == 0
            ? $"It has no symbols (it is stripped), so '{symbol}' can't be looked up; give an offset instead."
            : $"It has no function '{symbol}'.{CloseNames.Suggest(symbol, functions.Select(f => f.Name))}");
    }

    public void Dispose() => _file.Dispose();

    // Current versions come before hidden ones, so that the first of a name is the one that a new program would call.
    private List<(string Name, ulong Address)> ReadFunctions()
    {
        var current = new List<(string, ulong)>();
        var hidden = new List<(string, ulong)>();
        for (int index = 0; index < _sections.Length; index++)
        {
            Section table = _sections[index];
            if (table.Type is not (SymbolTable or DynamicSymbols)) continue;
            if (table.Link >= _sections.Length) throw Fail($"Section {index} names string table {table.Link}, and there are {_sections.Length} sections.");
            byte[] names = Read(_sections[table.Link], "a string table");
            byte[] symbols = Read(table, "a symbol table");
            Section? versionTable = Array.Find(_sections, s => s.Type == SymbolVersions && s.Link == index);
            byte[] versions = versionTable is null ? [] : Read(versionTable, "the symbol versions");
            for (int at = 0; at + SymbolSize <= symbols.Length; at += SymbolSize)
            {
                ReadOnlySpan<byte> symbol = symbols.AsSpan(at, SymbolSize);
                ulong address = UInt64(symbol, 8);
                if ((symbol[4] & 0xf) != Function || address == 0) continue;
                int version = at / SymbolSize * sizeof(ushort);
                bool isHidden = version + sizeof(ushort) <= versions.Length
                    && (BinaryPrimitives.ReadUInt16LittleEndian(versions.AsSpan(version)) & HiddenVersion) != 0;
                (isHidden ? hidden : current).Add((ReadName(names, UInt32(symbol, 0)), address));
            }
        }
        current.AddRange(hidden);
        return current;
    }

    // Symbols tell virtual addresses; uprobes want the place in the file that the loader maps there.
    private ulong ToFileOffset(ulong address, string symbol)
    {
        for (int at = 0; at + SegmentSize <= _segments.Length; at += SegmentSize)
        {
            ReadOnlySpan<byte> segment = _segments.AsSpan(at, SegmentSize);
            ulong start = UInt64(segment, 16);
            if (UInt32(segment, 0) == Load && (UInt32(segment, 4) & ExecutableFlag) != 0 && address >= start && address - start < UInt64(segment, 32))
                return UInt64(segment, 8) + (address - start);
        }
        throw Fail($"'{symbol}' has the address 0x{address:x}, which no executable segment of the file holds.");
    }

    private byte[] ReadTable(ReadOnlySpan<byte> header, int offsetAt, int sizeAt, int entrySize, string what)
    {
        int count = BinaryPrimitives.ReadUInt16LittleEndian(header[(sizeAt + 2)..]);
        if (count == 0) return [];
        int size = BinaryPrimitives.ReadUInt16LittleEndian(header[sizeAt..]);
        return size == entrySize
            ? Read(UInt64(header, offsetAt), (ulong)(count * entrySize), what)
            : throw Fail($"An entry of {what} should have {entrySize} bytes, and has {size}.");
    }

    private byte[] Read(Section section, string what) => Read(section.Offset, section.Size, what);

    private byte[] Read(ulong offset, ulong size, string what)
    {
        if (size > LargestTable || offset > (ulong)_length || size > (ulong)_length - offset)
            throw Fail($"It should have {size} bytes of {what} at offset 0x{offset:x}, and has {_length} bytes in all.");
        byte[] bytes = new byte[size];
        for (int done = 0; done < bytes.Length;)
        {
            int count = RandomAccess.Read(_file, bytes.AsSpan(done), (long)offset + done);
            if (count == 0) throw Fail($"It ends inside {what}.");
            done += count;
        }
        return bytes;
    }

    private static string ReadName(byte[] names, uint offset)
    {
        if (offset >= names.Length) return "";
        ReadOnlySpan<byte> name = names.AsSpan((int)offset);
        int length = name.IndexOf((byte)0);
        return Encoding.UTF8.GetString(length < 0 ? name : name[..length]);
    }

    private BpfAttachException Fail(string cause) => new(Operation, _path, Errno.None, cause);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static ulong UInt64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);

    private sealed record Section(uint Type, ulong Offset, ulong Size, uint Link);
}
