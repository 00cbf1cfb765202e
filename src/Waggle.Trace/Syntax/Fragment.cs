namespace Waggle.Trace.Syntax;

/// <summary>A piece of the user's text.</summary>
/// <param name="Start">Where it starts, in characters from 0.</param>
/// <param name="Text">The piece.</param>
internal readonly record struct Fragment(int Start, string Text);
