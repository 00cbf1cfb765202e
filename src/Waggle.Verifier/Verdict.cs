using System.Diagnostics.CodeAnalysis;

namespace Waggle.Verifier;

/// <summary>What the verifier says of a program.</summary>
/// <remarks>Immutable.</remarks>
public sealed class Verdict
{
    internal Verdict(Proof? proof, Rejection? rejection, VerifierReport report) => (Proof, Rejection, Report) = (proof, rejection, report);

    /// <summary>Whether the program is safe.</summary>
    [MemberNotNullWhen(true, nameof(Proof))]
    [MemberNotNullWhen(false, nameof(Rejection))]
    public bool IsAccepted => Proof is not null;

    /// <summary>That it is safe; null if it was not found to be. Not for callers yet: it does not say for which context and which maps, so an
    /// engine could be made to run the program unchecked on others.</summary>
    internal Proof? Proof { get; }

    /// <summary>Why it is not; null if it is.</summary>
    public Rejection? Rejection { get; }

    /// <summary>What the analysis took.</summary>
    public VerifierReport Report { get; }
}
