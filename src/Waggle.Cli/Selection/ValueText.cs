using System.Globalization;
using System.Text.Json;
using Waggle.Bpf.Types;
using Waggle.Cli.Lifetime;

namespace Waggle.Cli.Selection;

/// <summary>Makes keys and values of what was typed: JSON by the map's types, one number, or bytes.</summary>
internal static class ValueText
{
    /// <summary>Reads words: one byte each ("1 2 0xff", or "hex 1 2 ff"), a number of up to eight bytes, or JSON.</summary>
    /// <param name="words">The words.</param>
    /// <param name="size">Bytes wanted.</param>
    /// <param name="types">The map's types, or null.</param>
    /// <param name="typeId">Type of the part; 0 if it is not known.</param>
    /// <param name="part">"key" or "value", for messages.</param>
    /// <exception cref="UsageException">The words are none of these.</exception>
    /// <exception cref="InputException">The JSON does not fit the type.</exception>
    public static byte[] Parse(IReadOnlyList<string> words, int size, Btf? types, int typeId, string part)
    {
        if (words is ["hex", ..]) return Bytes(words.Skip(1).SelectMany(SplitHex), size, NumberStyles.AllowHexSpecifier, part);
        if (words.Count == 1 && size != 1 && TryParseNumber(words[0], out Int128 number)) return Number(number, size, words[0], part);
        if (words.Count > 0 && words.All(w => TryParseNumber(w, out _))) return Bytes(words, size, NumberStyles.None, part);
        if (words.Count == 0) throw new UsageException($"The {part} is missing.", Forms(part));
        return Json(string.Join(' ', words), size, types, typeId, part);
    }

    /// <summary>A whole number, decimal or "0x…".</summary>
    public static bool TryParseNumber(string text, out Int128 number) => text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        ? Int128.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number) && text.Length <= 18
        : Int128.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    private static byte[] Json(string text, int size, Btf? types, int typeId, string part)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            throw new UsageException($"'{text}' is neither bytes, nor a number, nor JSON.", Forms(part));
        }

        using (document)
        {
            if (types is null || typeId == 0) throw new InputException($"The map has no types, so its {part} can't be given as JSON: give its {size} bytes.");
            byte[] bytes = new byte[size];
            new BtfValueReader(types).Read(typeId, document.RootElement, bytes);
            return bytes;
        }
    }

    private static byte[] Number(Int128 number, int size, string text, string part)
    {
        if (size > sizeof(ulong)) throw new UsageException($"The {part} has {size} bytes, and '{text}' is one number.", Forms(part));
        Int128 limit = Int128.One << (size * 8);
        if (number >= limit || number < -limit / 2) throw new UsageException($"{text} does not fit into the {size} bytes of the {part}.", Forms(part));
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) bytes[i] = (byte)(number >> (8 * i) & 0xff);
        return bytes;
    }

    private static byte[] Bytes(IEnumerable<string> words, int size, NumberStyles style, string part)
    {
        List<byte> bytes = [];
        foreach (string word in words)
        {
            bool isHex = style == NumberStyles.AllowHexSpecifier;
            if (isHex ? byte.TryParse(word, style, CultureInfo.InvariantCulture, out byte one) : TryParseByte(word, out one)) bytes.Add(one);
            else throw new UsageException($"'{word}' is no byte.", Forms(part));
        }

        return bytes.Count == size ? [.. bytes] : throw new UsageException($"The {part} has {size} bytes, and {bytes.Count} were given.", Forms(part));
    }

    private static bool TryParseByte(string word, out byte one)
    {
        bool isNumber = TryParseNumber(word, out Int128 number) && number >= 0 && number <= byte.MaxValue;
        one = isNumber ? (byte)number : (byte)0;
        return isNumber;
    }

    private static IEnumerable<string> SplitHex(string word)
    {
        string digits = word.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? word[2..] : word;
        return digits.Length > 2 && digits.Length % 2 == 0 ? digits.Chunk(2).Select(pair => new string(pair)) : [digits];
    }

    private static string Forms(string part) => $"As bytes: {part} 1 0 0 0, or {part} hex 01000000; as a number: {part} 1; as JSON by the map's types: {part} '{{\"field\":1}}'.";
}
