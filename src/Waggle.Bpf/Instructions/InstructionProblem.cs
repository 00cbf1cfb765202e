namespace Waggle.Bpf.Instructions;

/// <summary>What is wrong with one field of one slot.</summary>
/// <param name="Rule">The rule that is broken.</param>
/// <param name="Slot">Index of the slot.</param>
/// <param name="Field">The field that breaks it.</param>
/// <param name="Message">One sentence: where, the value found, the values allowed.</param>
public sealed record InstructionProblem(InstructionRule Rule, int Slot, InstructionField Field, string Message)
{
    /// <summary>The message.</summary>
    public override string ToString() => Message;
}
