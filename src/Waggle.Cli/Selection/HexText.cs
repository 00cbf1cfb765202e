using Waggle.Cli.Lifetime;

namespace Waggle.Cli.Selection;

/// <summary>Bytes as hexadecimal digits: "b7 00 00 00", "b7000000", "0xb7 0x0", in any number of lines.</summary>
internal static class HexText
{
    private const string Prefix = "0x";

    /// <summary>Reads them.</summary>
    /// <param name="text">The digits.</param>
    /// <param name="what">What they are, for messages: "program".</param>
    /// <exception cref="InputException">A word is no byte, and no row of bytes.</exception>
    public static byte[] Parse(string text, string what)
    {
        List<byte> bytes = [];
        foreach (string word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            string digits = word.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? word[Prefix.Length..] : word;
            if (digits.Length == 1) digits = "0" + digits;
            if (digits.Length == 0 || digits.Length % 2 != 0 || !digits.All(char.IsAsciiHexDigit))
                throw new InputException($"The {what} has '{Shorten(word)}' at byte {bytes.Count}, which is no hexadecimal bytes: write two digits for each, as in b7 00 00 00.");
            bytes.AddRange(Convert.FromHexString(digits));
        }

        return [.. bytes];
    }

    private static string Shorten(string word) => word.Length <= 20 ? word : word[..20] + "…";
}
