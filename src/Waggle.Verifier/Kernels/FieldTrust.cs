namespace Waggle.Verifier.Kernels;

/// <summary>What is known of a pointer that is read from a field of a trusted object.</summary>
internal enum FieldTrust
{
    /// <summary>Valid in an RCU section, never null (<c>__safe_rcu</c>).</summary>
    Rcu,

    /// <summary>Valid in an RCU section, or null (<c>__safe_rcu_or_null</c>).</summary>
    RcuOrNull,

    /// <summary>Valid as long as the object, never null (<c>__safe_trusted</c>).</summary>
    Trusted,

    /// <summary>Valid as long as the object, or null (<c>__safe_trusted_or_null</c>).</summary>
    TrustedOrNull,
}
