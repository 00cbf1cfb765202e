namespace Waggle.Vm.Tests.Isa;

/// <summary>What a run gave.</summary>
/// <param name="Result">r0 at the end; 0 after a fault.</param>
/// <param name="Memory">The memory at the end.</param>
/// <param name="Fault">null if the run ended well, else the kind of the fault (memory, depth, budget, invalid or helper), which any details
/// may follow behind a space.</param>
internal readonly record struct IsaOutcome(ulong Result, byte[] Memory, string? Fault);
