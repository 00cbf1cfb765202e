namespace Waggle.Compiler.Diagnostics;

/// <summary>A place in C# source, or in a method's IL where no PDB tells more.</summary>
/// <param name="File">Path of the source file; without a PDB the method's name.</param>
/// <param name="Line">Line, from 1; without a PDB 0.</param>
/// <param name="Column">Column, from 1; without a PDB the IL offset.</param>
internal sealed record SourcePosition(string File, int Line, int Column)
{
    internal static SourcePosition None { get; } = new("", 0, 0);
}
