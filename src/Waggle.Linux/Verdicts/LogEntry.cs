using Waggle.Bpf.Verdicts;

namespace Waggle.Linux.Verdicts;

/// <summary>A step of the verifier: an instruction that it walked over, or the start of another path.</summary>
/// <param name="Index">Slot of the instruction; where the other path starts.</param>
/// <param name="Text">The instruction as text; empty for the start of a path.</param>
/// <param name="State">What registers hold after it, or at the start of the path: "R0=map_value(off=0,ks=4) R1=5".</param>
/// <param name="Source">Source line that it comes from, if the log tells.</param>
/// <param name="BranchedFrom">For the start of a path the slot of the jump that leads there; else null.</param>
internal sealed record LogEntry(int Index, string Text, string State, SourcePlace? Source, int? BranchedFrom = null);
