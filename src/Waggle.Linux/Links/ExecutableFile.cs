using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;

namespace Waggle.Linux.Links;

/// <summary>An executable or shared library: finds where in the file a function starts, as uprobes want it.</summary>
/// <remarks>64-bit little-endian ELF. Source: the System V ABI, gABI 4.1 chapters 4 and 5. Only headers and symbol tables are read;
/// nothing in the file is trusted.</remarks>
internal sealed partial class ExecutableFile : IDisposable
{
    private const string Operation = "find a function in a file";
    private const int HeaderSize = 64, SegmentSize = 56, SectionSize = 64;
    private const int LargestTable = 256 * 1024 * 1024;
    private const uint Load = 1, ExecutableFlag = 1; // PT_LOAD, PF_X

    private readonly SafeFileHandle _file;
    private readonly long _length;
    private readonly string _path;
    private readonly byte[] _segments;
    private readonly Section[] _sections;
    private readonly int _namesIndex; // of the string table with the names of sections

    private ExecutableFile(SafeFileHandle file, string path)
    {
        (_file, _path, _length) = (file, path, RandomAccess.GetLength(file));
        ReadOnlySpan<byte> header = Read(0, HeaderSize, "the header");
        if (!header.StartsWith("\x7f"u8) || !header[1..].StartsWith("ELF"u8)) throw Fail("It does not start with 0x7f 'ELF', so it is no program.");
        if (header[4] != 2 || header[5] != 1) throw Fail("Only 64-bit little-endian programs are read; give an offset instead of a name.");
        _segments = ReadTable(header, offsetAt: 32, sizeAt: 54, SegmentSize, "the program headers");
        byte[] sections = ReadTable(header, offsetAt: 40, sizeAt: 58, SectionSize, "the section headers");
        _sections = [.. sections.Chunk(SectionSize).Select(s =>
            new Section(UInt32(s, 0), UInt32(s, 4), UInt64(s, 16), UInt64(s, 24), UInt64(s, 32), UInt32(s, 40), UInt32(s, 44)))];
        Machine = BinaryPrimitives.ReadUInt16LittleEndian(header[18..]);
        _namesIndex = BinaryPrimitives.ReadUInt16LittleEndian(header[62..]);
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

    /// <summary>The machine that it is for: <c>EM_X86_64</c> is 62, <c>EM_AARCH64</c> 183.</summary>
    public ushort Machine { get; }

    public void Dispose() => _file.Dispose();

    // Symbols tell virtual addresses; uprobes want the place in the file that the loader maps there.
    private ulong ToFileOffset(ulong address, string what, bool isCode = true)
    {
        for (int at = 0; at + SegmentSize <= _segments.Length; at += SegmentSize)
        {
            ReadOnlySpan<byte> segment = _segments.AsSpan(at, SegmentSize);
            ulong start = UInt64(segment, 16);
            if (UInt32(segment, 0) == Load && (!isCode || (UInt32(segment, 4) & ExecutableFlag) != 0) && address >= start && address - start < UInt64(segment, 32))
                return UInt64(segment, 8) + (address - start);
        }
        throw Fail($"'{what}' has the address 0x{address:x}, which no {(isCode ? "executable " : "")}segment of the file holds.");
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

    private sealed record Section(uint Name, uint Type, ulong Address, ulong Offset, ulong Size, uint Link, uint Info);
}
