using System.Collections.Immutable;

namespace Waggle.Bpf.Instructions;

/// <summary>Assembler text that holds mistakes.</summary>
public sealed class AssemblerException : FormatException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="errors">Every mistake, at least one.</param>
    public AssemblerException(ImmutableArray<AssemblerError> errors) : base(string.Join('\n', errors)) => Errors = errors;

    /// <summary>Every mistake, in ascending order of line.</summary>
    public ImmutableArray<AssemblerError> Errors { get; }
}
