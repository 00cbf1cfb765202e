using System.Text;

namespace Waggle.Linux.Links;

/// <content>Statically defined tracepoints: the notes of section .note.stapsdt.</content>
/// <remarks>Format: https://sourceware.org/systemtap/wiki/UserSpaceProbeImplementation.</remarks>
internal sealed partial class ExecutableFile
{
    private const uint NoteSection = 7; // SHT_NOTE
    private const int NoteHeaderSize = 12, ProbeNote = 3; // NT_STAPSDT
    private const int AddressesSize = 3 * sizeof(ulong);

    /// <summary>Reads all probes; empty if the file has none.</summary>
    public List<UsdtNote> ReadProbes()
    {
        var probes = new List<UsdtNote>();
        if (_namesIndex >= _sections.Length) return probes;
        byte[] names = Read(_sections[_namesIndex], "the names of sections");
        Section? notes = Array.Find(_sections, s => s.Type == NoteSection && ReadName(names, s.Name) == ".note.stapsdt");
        if (notes is null) return probes;
        ulong? realBase = Array.Find(_sections, s => ReadName(names, s.Name) == ".stapsdt.base")?.Address;
        byte[] bytes = Read(notes, "the notes of probes");
        for (int at = 0; at + NoteHeaderSize <= bytes.Length;)
        {
            uint nameSize = UInt32(bytes, at), contentSize = UInt32(bytes, at + 4), type = UInt32(bytes, at + 8);
            long nameEnd = at + NoteHeaderSize + (long)RoundUpTo4(nameSize), end = nameEnd + RoundUpTo4(contentSize);
            if (nameSize > bytes.Length || contentSize > bytes.Length || nameEnd + contentSize > bytes.Length)
                throw Fail($"The note at offset 0x{at:x} of .note.stapsdt reaches behind the section's end.");
            if (type == ProbeNote && bytes.AsSpan(at + NoteHeaderSize).StartsWith("stapsdt\0"u8))
                probes.Add(ReadProbe(bytes.AsSpan((int)nameEnd, (int)contentSize), realBase, at));
            at = (int)Math.Min(end, bytes.Length);
        }
        return probes;
    }

    // Three addresses (of the probe, of .stapsdt.base when it was linked, of the semaphore), then three texts.
    private UsdtNote ReadProbe(ReadOnlySpan<byte> content, ulong? realBase, int at)
    {
        if (content.Length < AddressesSize) throw Fail($"The note at offset 0x{at:x} of .note.stapsdt has {content.Length} bytes; three addresses need 24.");
        ulong location = UInt64(content, 0), linkedBase = UInt64(content, 8), semaphore = UInt64(content, 16);
        // prelink moves addresses of the file and not those in notes; the base tells by how much.
        ulong moved = realBase is { } address ? address - linkedBase : 0;
        ReadOnlySpan<byte> rest = content[AddressesSize..];
        string provider = ReadText(ref rest), name = ReadText(ref rest), arguments = ReadText(ref rest);
        string what = $"{provider}:{name}";
        return new UsdtNote(provider, name, arguments, ToFileOffset(location + moved, what),
            semaphore == 0 ? 0 : ToFileOffset(semaphore + moved, what, isCode: false));
    }

    private static string ReadText(ref ReadOnlySpan<byte> bytes)
    {
        int length = bytes.IndexOf((byte)0);
        string text = Encoding.UTF8.GetString(length < 0 ? bytes : bytes[..length]);
        bytes = length < 0 ? [] : bytes[(length + 1)..];
        return text;
    }

    private static uint RoundUpTo4(uint size) => (size + 3) & ~3U;
}
