using Waggle.Verifier.Code;

namespace Waggle.Verifier.Explanations;

/// <summary>A rule in plain words, for messages that <see cref="Waggle.Bpf.Verdicts.Complaints"/> does not know.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Id">Its stable name.</param>
/// <param name="Words">What is wrong.</param>
/// <param name="Remedy">What usually mends it.</param>
internal sealed record RuleText(Rule Rule, string Id, string Words, string Remedy);
