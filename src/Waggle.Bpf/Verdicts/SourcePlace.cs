using System.Collections.Immutable;
using Waggle.Bpf.Objects;

namespace Waggle.Bpf.Verdicts;

/// <summary>A line of source.</summary>
/// <param name="Text">The line.</param>
/// <param name="File">File name, without folders; null before Linux 6.9, whose logs do not tell.</param>
/// <param name="Line">Number from 1; null before Linux 6.9.</param>
public sealed record SourcePlace(string Text, string? File, int? Line)
{
    /// <summary>As the kernel writes it: "x = *p; @ probe.cs:12".</summary>
    public override string ToString() => File is null ? Text : $"{Text} @ {File}:{Line}";

    /// <summary>File and line, short.</summary>
    public string Short => File is null ? "" : $"{File}:{Line}";

    /// <summary>Where an instruction comes from.</summary>
    /// <param name="lines">The program's source lines.</param>
    /// <param name="slot">The instruction.</param>
    /// <returns>The place; null if the lines do not tell.</returns>
    public static SourcePlace? Find(ImmutableArray<LineInfo> lines, int? slot)
    {
        LineInfo? found = null;
        foreach (LineInfo line in lines)
        {
            if (line.InstructionIndex <= slot && (found is null || line.InstructionIndex >= found.Value.InstructionIndex)) found = line;
        }
        return found is { } place ? new SourcePlace(place.SourceText.Trim(), Path.GetFileName(place.FileName), place.Line) : null;
    }
}
