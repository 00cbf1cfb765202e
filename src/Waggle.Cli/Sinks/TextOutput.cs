using System.Text;

namespace Waggle.Cli.Sinks;

/// <summary>Writes lines of text at once.</summary>
internal static class TextOutput
{
    public static void Write(Stream output, IEnumerable<string> lines)
    {
        foreach (string line in lines) output.Write(Encoding.UTF8.GetBytes(line + "\n"));
        output.Flush();
    }
}
