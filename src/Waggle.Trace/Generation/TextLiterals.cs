using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Waggle.Trace.Generation;

/// <summary>Literals that texts are compared with: eight bytes at a time, up to the zero behind them.</summary>
internal sealed class TextLiterals
{
    private readonly List<(string Text, int Size)> _known = [];
    private readonly StringBuilder _methods = new();

    /// <summary>Name of the method that says whether a text of a size is the literal.</summary>
    internal string Add(string text, int size)
    {
        int known = _known.IndexOf((text, size));
        if (known >= 0) return Name(known);
        _known.Add((text, size));
        _methods.Append(CultureInfo.InvariantCulture, $"static bool {Name(_known.Count - 1)}<T>(T text) where T : unmanaged => {Test(text, size)};\n");
        return Name(_known.Count - 1);
    }

    internal void Declare(StringBuilder members) => members.Append(_methods);

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"IsText{number}");

    private static string Test(string text, int size)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length >= size) return "false";
        List<string> tests = [];
        Span<byte> word = stackalloc byte[8];
        for (int at = 0; at <= bytes.Length; at += 8)
        {
            int length = Math.Min(8, bytes.Length - at);
            word.Clear();
            bytes.AsSpan(at, length).CopyTo(word);
            ulong mask = length >= 7 ? ulong.MaxValue : (1UL << ((length + 1) * 8)) - 1; // what stands behind the zero does not matter
            tests.Add(string.Create(CultureInfo.InvariantCulture, $"(Word(in text, {at / 8}) & 0x{mask:x}UL) == 0x{BinaryPrimitives.ReadUInt64LittleEndian(word):x}UL"));
        }

        return string.Join(" && ", tests);
    }
}
