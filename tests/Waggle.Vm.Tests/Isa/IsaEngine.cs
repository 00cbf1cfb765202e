using System.Collections.Immutable;
using Waggle.Bpf.Instructions;

namespace Waggle.Vm.Tests.Isa;

/// <summary>An engine under test.</summary>
internal abstract class IsaEngine
{
    /// <summary>Such as "interpreter".</summary>
    public abstract string Name { get; }

    /// <summary>Whether it checks what it runs; one that does not is given no program that ends with a fault.</summary>
    public abstract bool IsChecked { get; }

    /// <summary>Whether it runs loads from packets.</summary>
    public virtual bool HasPackets => false;

    /// <summary>Runs a program, with r1 pointing to a copy of the memory and r2 its length, or with r1 as the context of a packet.</summary>
    /// <param name="program">The program.</param>
    /// <param name="memory">The memory or packet before.</param>
    /// <param name="isPacket">Whether it is a packet.</param>
    public abstract IsaOutcome Run(ImmutableArray<Instruction> program, ReadOnlySpan<byte> memory, bool isPacket);

    public override string ToString() => Name;
}
