using Waggle.Verifier.Explanations;

namespace Waggle.Verifier;

/// <summary>Why a program is not safe.</summary>
/// <param name="Rule">Name of the rule that is broken.</param>
/// <param name="Slot">The instruction that breaks it.</param>
/// <param name="Message">What is wrong, in the words of the kernel's log.</param>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record Rejection(string Rule, int Slot, string Message)
{
    private readonly Lazy<Explanation> _explanation = new(() => throw new InvalidOperationException("The rejection was not made by the verifier."));

    internal Rejection(string rule, int slot, string message, Func<Explanation> explain) : this(rule, slot, message) => _explanation = new(explain);

    /// <summary>The same for a person: the source line, what led there, and what usually mends it.</summary>
    /// <remarks>Made when it is first asked for: the analysis goes the rejected path once more.</remarks>
    /// <exception cref="InvalidOperationException">The rejection was not made by the verifier.</exception>
    public Explanation Explanation => _explanation.Value;

    /// <summary>Whether both are of one instruction, rule and message.</summary>
    public bool Equals(Rejection? other) => other is not null && (Rule, Slot, Message) == (other.Rule, other.Slot, other.Message);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Rule, Slot, Message);

    /// <summary>Instruction and message.</summary>
    public override string ToString() => $"{Slot}: {Message}";
}
