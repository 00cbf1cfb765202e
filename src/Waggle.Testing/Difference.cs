using System.Collections.Immutable;

namespace Waggle.Testing;

/// <summary>Something that is not the same wherever the programs ran.</summary>
/// <param name="Place">What: a run and what came of it, or a map and a key.</param>
/// <param name="Values">What it is in each engine, in the order in which they ran.</param>
public sealed record Difference(string Place, ImmutableArray<(TestEngine Engine, string Value)> Values)
{
    /// <summary>In one line.</summary>
    public override string ToString() => $"{Place}: {string.Join(", ", Values.Select(v => $"{Name(v.Engine)} {v.Value}"))}";

    private static string Name(TestEngine engine) => engine switch
    {
        TestEngine.Plain => "plain C#",
        TestEngine.Vm => "VM",
        _ => "kernel",
    };
}
