namespace Waggle.Compiler.Diagnostics;

/// <summary>One broken rule.</summary>
internal sealed record Problem(Rule Rule, SourcePosition Position, string Message);
