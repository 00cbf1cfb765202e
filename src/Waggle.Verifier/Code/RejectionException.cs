namespace Waggle.Verifier.Code;

/// <summary>The analysis has found what makes a program unsafe; it ends there.</summary>
/// <param name="rule">The rule that is broken.</param>
/// <param name="slot">The instruction that breaks it.</param>
/// <param name="message">What is wrong, in the words of the kernel's log.</param>
/// <param name="isSpeculative">Whether only a wrong guess of the processor leads there.</param>
internal sealed class RejectionException(Rule rule, int slot, string message, bool isSpeculative = false) : Exception(message)
{
    public Rule Rule => rule;

    public int Slot => slot;

    public bool IsSpeculative => isSpeculative;
}
