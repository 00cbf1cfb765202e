using System.Collections.Immutable;
using System.Globalization;

namespace Waggle.Vm.Execution;

/// <summary>Why and where a run was ended. The host is unharmed; what the program wrote before is written.</summary>
/// <param name="Kind">The rule.</param>
/// <param name="Program">The program that was running: behind a tail call, not the one that was started.</param>
/// <param name="Instruction">Slot of the instruction, which has not had any effect.</param>
/// <param name="Reason">What it did, in a sentence.</param>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record VmFault(VmFaultKind Kind, string Program, int Instruction, string Reason)
{
    /// <summary>The address that it wanted; 0 where the fault is about none.</summary>
    public ulong Address { get; init; }

    /// <summary>Bytes that it wanted; 0 where the fault is about no memory.</summary>
    public int SizeInBytes { get; init; }

    /// <summary>Whether it wanted to write.</summary>
    public bool IsWrite { get; init; }

    /// <summary>The region nearest to the address, and where the address lies in or beside it; null if there is none near.</summary>
    public string? Region { get; init; }

    /// <summary>r0 to r10 before the instruction; null for a register that had no use any more.</summary>
    public ImmutableArray<ulong?> Registers { get; init; } = [];

    /// <summary>What a helper of the application threw; null for all other kinds of fault.</summary>
    public Exception? Cause { get; init; }

    /// <summary>The fault in one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"Program '{Program}', instruction {Instruction}: {Reason}{(Region is null ? "" : $" {Region}")}");
}
