using System.Collections.Immutable;
using Waggle.Bpf.Catalog;

namespace Waggle.Verifier.Proofs;

/// <summary>What a program finds where no kernel runs it, but an application: a context and helpers that the application defines.</summary>
/// <remarks>Immutable. There are no objects of a kernel then, and licences do not matter. Programs of a type that kernels know have the context
/// of that type; those of <see cref="ProgramType.Unspecified"/> have <see cref="Context"/> or else plain memory, and may call any helper.</remarks>
public sealed record ProgramHost
{
    /// <summary>What r1 points to in programs without a type: each byte may be read, and written where a field says so. Null for plain memory.</summary>
    public ContextLayout? Context { get; init; }

    /// <summary>How many bytes r1 points to at least, where there is no <see cref="Context"/>; r2 holds their number.</summary>
    public int MemorySizeInBytes { get; init; }

    /// <summary>The application's helpers, by number; those of Linux are known.</summary>
    public ImmutableDictionary<int, HelperContract> Helpers { get; init; } = ImmutableDictionary<int, HelperContract>.Empty;

    /// <summary>The application's helpers that are called by name.</summary>
    public ImmutableDictionary<string, HelperContract> Functions { get; init; } = ImmutableDictionary<string, HelperContract>.Empty;
}
