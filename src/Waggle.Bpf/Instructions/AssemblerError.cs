namespace Waggle.Bpf.Instructions;

/// <summary>One mistake in assembler text.</summary>
/// <param name="Line">Line, counted from 1.</param>
/// <param name="Column">Character within the line, counted from 1.</param>
/// <param name="Message">What was expected or is wrong, and what was found.</param>
public sealed record AssemblerError(int Line, int Column, string Message)
{
    /// <summary>Position and message: "3:8: expected a register, found 'x'".</summary>
    public override string ToString() => $"{Line}:{Column}: {Message}";
}
