using System.Collections.Immutable;

namespace Waggle.Compiler;

/// <summary>Methods could not be compiled to BPF; carries every problem that was found.</summary>
public sealed class CompilationException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="diagnostics">At least one problem.</param>
    public CompilationException(ImmutableArray<Diagnostic> diagnostics)
        : base(string.Join(Environment.NewLine, diagnostics)) => Diagnostics = diagnostics;

    /// <summary>The problems, in order of discovery.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }
}
