namespace Waggle.Compiler.Diagnostics;

/// <summary>What a program may not do: a stable id, and a text that says what to write instead.</summary>
/// <param name="Id">Never reused.</param>
/// <param name="Format">Text with places for the particulars.</param>
internal sealed record Rule(string Id, string Format);
