using System.Collections.Immutable;
using Waggle.Bpf.Objects;
using Waggle.Bpf.Verdicts;

namespace Waggle.Verifier.Explanations;

/// <summary>Which line of source each instruction comes from.</summary>
internal sealed class SourceLines
{
    private readonly ImmutableArray<LineInfo> _lines; // in order of place
    private readonly int[] _starts;

    public SourceLines(ProgramSpec program)
    {
        _lines = [.. program.Lines.OrderBy(l => l.InstructionIndex)];
        _starts = [.. _lines.Select(l => l.InstructionIndex)];
    }

    /// <summary>The line of an instruction; null if there is none.</summary>
    public SourcePlace? At(int slot)
    {
        int found = Array.BinarySearch(_starts, slot);
        if (found < 0) found = ~found - 1;
        if (found < 0) return null;
        // Several entries of one place: the last counts, as in SourcePlace.Find.
        while (found + 1 < _starts.Length && _starts[found + 1] == _starts[found]) found++;
        LineInfo line = _lines[found];
        return new SourcePlace(line.SourceText.Trim(), Path.GetFileName(line.FileName), line.Line);
    }
}
