using System.Text;

namespace Waggle.Agent.Sensors;

/// <summary>Takes apart texts that lie one after another, a zero byte after each.</summary>
internal static class TextBytes
{
    /// <summary>The texts; the last one may have been cut.</summary>
    public static List<string> Split(ReadOnlySpan<byte> bytes)
    {
        List<string> texts = [];
        while (bytes.Length > 0)
        {
            int end = bytes.IndexOf((byte)0);
            texts.Add(Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]));
            bytes = end < 0 ? [] : bytes[(end + 1)..];
        }

        return texts;
    }
}
