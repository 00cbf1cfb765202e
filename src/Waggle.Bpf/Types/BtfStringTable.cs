using System.Buffers;
using System.Text;

namespace Waggle.Bpf.Types;

/// <summary>A string section that grows: zero-terminated UTF-8, each string once, "" at offset 0.</summary>
internal sealed class BtfStringTable
{
    private readonly Dictionary<string, int> _offsets = new(StringComparer.Ordinal) { [""] = 0 };
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public BtfStringTable() => _bytes.Write<byte>([0]);

    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    public int Add(string text)
    {
        if (_offsets.TryGetValue(text, out int offset))
            return offset;
        if (text.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException("A zero character ends a BTF string, so it can't be inside one.", nameof(text));
        offset = _bytes.WrittenCount;
        _bytes.Write(Encoding.UTF8.GetBytes(text));
        _bytes.Write<byte>([0]);
        _offsets.Add(text, offset);
        return offset;
    }
}
