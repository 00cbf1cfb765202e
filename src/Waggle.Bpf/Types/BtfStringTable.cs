using System.Buffers;
using System.Text;

namespace Waggle.Bpf.Types;

/// <summary>A string section that grows: zero-terminated UTF-8, each string once, "" at offset 0.</summary>
/// <remarks>On top of a base it holds only strings that the base does not have, at offsets behind the base's.</remarks>
internal sealed class BtfStringTable
{
    private readonly Dictionary<string, int> _offsets = new(StringComparer.Ordinal) { [""] = 0 };
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly int _start; // where the first own byte is

    public BtfStringTable() => _bytes.Write<byte>([0]);

    public BtfStringTable(Btf baseTypes)
    {
        _start = baseTypes.StringsLength;
        for (int offset = 1; offset < _start;)
        {
            ReadOnlySpan<byte> text = baseTypes.StringsFrom(offset);
            int length = text.IndexOf((byte)0);
            _offsets.TryAdd(Encoding.UTF8.GetString(text[..length]), offset);
            offset += length + 1;
        }
    }

    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    public int Add(string text)
    {
        if (_offsets.TryGetValue(text, out int offset))
            return offset;
        if (text.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException("A zero character ends a BTF string, so it can't be inside one.", nameof(text));
        offset = _start + _bytes.WrittenCount;
        _bytes.Write(Encoding.UTF8.GetBytes(text));
        _bytes.Write<byte>([0]);
        _offsets.Add(text, offset);
        return offset;
    }
}
