using System.Diagnostics.CodeAnalysis;
using Waggle.Verifier.Proofs;

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

    /// <summary>That it is safe, for an engine to run it without checks; null if it was not found to be.</summary>
    public Proof? Proof { get; }

    /// <summary>Why it is not; null if it is.</summary>
    public Rejection? Rejection { get; }

    /// <summary>What the analysis took.</summary>
    public VerifierReport Report { get; }
}
