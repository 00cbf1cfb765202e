using System.Collections.Immutable;

namespace Waggle.Trace.Syntax;

/// <summary>A part of an expression that runs at its hooks: <c>HOOK, HOOK where CONDITION =&gt; STATEMENT</c>.</summary>
/// <param name="Hooks">Its hooks, as they were written.</param>
/// <param name="Condition">What must hold; null for nothing.</param>
/// <param name="Body">A block, or a statement without its semicolon.</param>
internal sealed record Clause(ImmutableArray<Fragment> Hooks, Fragment? Condition, Fragment Body);
