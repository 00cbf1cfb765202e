using System.Collections.Immutable;

namespace Waggle.Bpf.Instructions;

/// <summary>A program whose jumps or calls do not reach a label.</summary>
public sealed class ProgramBuilderException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="problems">One sentence for each use of a label that cannot be resolved.</param>
    public ProgramBuilderException(ImmutableArray<string> problems) : base(string.Join('\n', problems)) => Problems = problems;

    /// <summary>One sentence for each use of a label that cannot be resolved, with its slot.</summary>
    public ImmutableArray<string> Problems { get; }
}
