using System.Collections.Immutable;

namespace Waggle.Testing;

/// <summary>Where a scenario ran, and came to the same.</summary>
/// <param name="Engines">The engines that agree.</param>
/// <param name="LeftOut">The engines that it could not run in, and why.</param>
public sealed record Comparison(ImmutableArray<TestEngine> Engines, ImmutableDictionary<TestEngine, string> LeftOut);
