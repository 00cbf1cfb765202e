namespace Waggle.Bpf.Instructions;

/// <summary>Code that holds an encoding which no version of the instruction set defines.</summary>
public sealed class InvalidInstructionException : FormatException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="problem">The rule, slot and field.</param>
    public InvalidInstructionException(InstructionProblem problem) : base(problem?.Message) => Problem = problem!;

    /// <summary>What is wrong, and where.</summary>
    public InstructionProblem Problem { get; }
}
