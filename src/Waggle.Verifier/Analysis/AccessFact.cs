using Waggle.Verifier.States;

namespace Waggle.Verifier.Analysis;

/// <summary>What was seen of an instruction on all paths that reach it.</summary>
internal struct AccessFact
{
    /// <summary>Whether a path reaches it.</summary>
    public bool IsReached;

    /// <summary>What its pointer was; <see cref="RegisterKind.NotInitialized"/> if it has none.</summary>
    public RegisterKind Kind;

    /// <summary>Whether its pointer may be one that is read with care.</summary>
    public bool IsUntrusted;
}
