namespace Waggle.Linux.Verdicts;

/// <summary>A message that the verifier is known to end with.</summary>
/// <param name="RuleId">Stable name of the rule that was broken; several messages may tell of one rule.</param>
/// <param name="Pattern">The message; see <see cref="ComplaintPattern"/>. {reg} is a register, {insn} the instruction at fault,
/// {alloc} an earlier one.</param>
/// <param name="Words">The rule in plain words, with names of the pattern.</param>
/// <param name="Remedy">What usually mends it.</param>
internal sealed record Complaint(string RuleId, string Pattern, string Words, string Remedy);
