namespace Waggle.Compiler;

/// <summary>What the compiler can't make a BPF program of, and what to write instead.</summary>
/// <param name="Id">Stable id of the rule, such as "WAG0001".</param>
/// <param name="File">Source file; without a PDB the name of the method.</param>
/// <param name="Line">Line, from 1; 0 without a PDB.</param>
/// <param name="Column">Column, from 1; the IL offset without a PDB.</param>
/// <param name="Message">The construct and its replacement.</param>
public sealed record Diagnostic(string Id, string File, int Line, int Column, string Message)
{
    /// <summary>In the form of the C# compiler: "File.cs(12,9): error WAG0001: …".</summary>
    public override string ToString() => Line > 0
        ? $"{File}({Line},{Column}): error {Id}: {Message}"
        : $"{File} at IL offset {Column}: error {Id}: {Message}";
}
