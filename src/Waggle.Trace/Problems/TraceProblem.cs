namespace Waggle.Trace.Problems;

/// <summary>What is wrong with an expression, and where.</summary>
/// <param name="Id">Id of the rule: "CS…" of C#, "WAG…" of the compiler; "" of the frame around the statements.</param>
/// <param name="Start">Where in the text, in characters from 0.</param>
/// <param name="Length">How many characters.</param>
/// <param name="Message">What, and what to write instead.</param>
public sealed record TraceProblem(string Id, int Start, int Length, string Message);
