using Waggle.Compiler.Ir;

namespace Waggle.Compiler.Frontend;

/// <summary>One copy of the code of a method: its body, or a finally block on its way to somewhere.</summary>
/// <param name="After">Where a finally block leads.</param>
internal sealed record CodeCopy(Block? After);
