namespace Waggle.Bpf.Objects;

/// <summary>Where an instruction and those after it come from, until the next entry.</summary>
/// <param name="InstructionIndex">First slot.</param>
/// <param name="FileName">Source file.</param>
/// <param name="SourceText">The line's text, trimmed; "" if the source was not at hand.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1; the format keeps 10 bits.</param>
public readonly record struct LineInfo(int InstructionIndex, string FileName, string SourceText, int Line, int Column);
