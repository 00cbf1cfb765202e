namespace Waggle.Verifier;

/// <summary>Why a program is not safe.</summary>
/// <param name="Rule">Name of the rule that is broken.</param>
/// <param name="Slot">The instruction that breaks it.</param>
/// <param name="Message">What is wrong, in the words of the kernel's log.</param>
public sealed record Rejection(string Rule, int Slot, string Message)
{
    /// <summary>Instruction and message.</summary>
    public override string ToString() => $"{Slot}: {Message}";
}
