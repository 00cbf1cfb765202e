using System.Text;

namespace Waggle.CSharp;

/// <summary>Text that ends at a zero byte, or at the end of its room.</summary>
internal static class InlineText
{
    internal static string Decode(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }
}
