namespace Waggle.Bpf.Verdicts;

/// <summary>A message that Linux's verifier, and the one of this library, are known to end with.</summary>
/// <param name="RuleId">Stable name of the rule that was broken; several messages may tell of one rule.</param>
/// <param name="Pattern">The message; names stand where the kernel's source has <c>%d</c> or <c>%s</c>. {reg} is a register, {insn} the instruction at fault,
/// {alloc} an earlier one.</param>
/// <param name="Words">The rule in plain words, with names of the pattern.</param>
/// <param name="Remedy">What usually mends it.</param>
public sealed record Complaint(string RuleId, string Pattern, string Words, string Remedy)
{
    /// <summary>The rule in plain words, with the names filled in.</summary>
    /// <param name="captures">What stood at the names.</param>
    public string Explain(IReadOnlyDictionary<string, string> captures)
    {
        ArgumentNullException.ThrowIfNull(captures);
        return ComplaintPattern.Fill(Words, captures);
    }
}
