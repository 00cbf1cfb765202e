namespace Waggle.Fuzz.Verifier;

/// <summary>How a program fared.</summary>
internal enum OracleOutcome
{
    /// <summary>The verifier refused it.</summary>
    Rejected,

    /// <summary>It took so long to analyse that it was left.</summary>
    TooLong,

    /// <summary>It was accepted, and is too long to compare with every state.</summary>
    Accepted,

    /// <summary>It was accepted, and did what the verifier said.</summary>
    Compared,

    /// <summary>The kernel takes it, and we do not.</summary>
    OnlyRejectedHere,

    /// <summary>It breaks a rule.</summary>
    Finding,
}
