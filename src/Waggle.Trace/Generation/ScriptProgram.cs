using Waggle.Trace.Hooks;
using Waggle.Trace.Syntax;

namespace Waggle.Trace.Generation;

/// <summary>A clause at one of its hooks: a BPF program.</summary>
/// <param name="Number">Its number, which is also its hook's.</param>
/// <param name="Hook">Where it runs.</param>
/// <param name="Clause">What it does.</param>
internal sealed record ScriptProgram(int Number, Hook Hook, Clause Clause);
