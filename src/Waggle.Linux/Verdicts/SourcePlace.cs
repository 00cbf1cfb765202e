namespace Waggle.Linux.Verdicts;

/// <summary>A line of source.</summary>
/// <param name="Text">The line.</param>
/// <param name="File">File name, without folders; null before Linux 6.9, whose logs do not tell.</param>
/// <param name="Line">Number from 1; null before Linux 6.9.</param>
internal sealed record SourcePlace(string Text, string? File, int? Line)
{
    /// <summary>As the kernel writes it: "x = *p; @ probe.cs:12".</summary>
    public override string ToString() => File is null ? Text : $"{Text} @ {File}:{Line}";

    /// <summary>File and line, short.</summary>
    public string Short => File is null ? "" : $"{File}:{Line}";
}
