using System.Collections.Immutable;

namespace Waggle.Verifier.Code;

/// <summary>The chain of calls that takes most stack.</summary>
/// <param name="Bytes">What it takes.</param>
/// <param name="Functions">Its functions, from the outermost.</param>
internal sealed record StackChain(int Bytes, ImmutableArray<Subprogram> Functions);
