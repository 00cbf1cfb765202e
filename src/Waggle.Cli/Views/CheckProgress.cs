using System.Diagnostics;

namespace Waggle.Cli.Views;

/// <summary>One line that says how far a long check is, drawn over in place and gone when there is something to say.</summary>
/// <param name="output">Where; null for nowhere.</param>
internal sealed class CheckProgress(TextWriter? output) : IDisposable
{
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(250);

    private long _shown = Stopwatch.GetTimestamp();
    private int _width;

    /// <summary>Shows how far it is, if it has not been shown for a while.</summary>
    public void Show(int programs, int rejected)
    {
        if (output is null || Stopwatch.GetElapsedTime(_shown) < s_step) return;
        _shown = Stopwatch.GetTimestamp();
        Draw($"{Quantity.Count((ulong)programs, "program", "programs")} checked, {rejected} rejected");
    }

    /// <summary>Takes the line away.</summary>
    public void Clear()
    {
        if (_width > 0) Draw("");
    }

    public void Dispose() => Clear();

    private void Draw(string text)
    {
        output!.Write($"\r{text.PadRight(_width)}{(text.Length == 0 ? "\r" : "")}");
        output.Flush();
        _width = text.Length;
    }
}
