using Waggle.Bpf.Instructions;

namespace Waggle.Compiler.Ir;

/// <summary>Changes memory in one step and gives back what was there.</summary>
internal sealed class Atomic : Instruction
{
    internal Atomic(AtomicOperation operation, Value address, int offset, int size, Value value, Value? comparand)
        : base(size == 8 ? IrType.Int64 : IrType.Int32, comparand is null ? [address, value] : [address, value, comparand]) =>
        (Operation, Offset, Size) = (operation, offset, size);

    /// <summary>One that fetches; the plain form is chosen if nothing uses the value.</summary>
    internal AtomicOperation Operation { get; }

    internal Value Address => Operands[0];

    internal Value Value => Operands[1];

    internal Value? Comparand => Operands.Count > 2 ? Operands[2] : null;

    internal int Offset { get; set; }

    internal int Size { get; }

    internal override bool HasEffect => true;

    internal override bool WritesMemory => true;

    public override string ToString() => $"atomic {Operation}{Size}";
}
