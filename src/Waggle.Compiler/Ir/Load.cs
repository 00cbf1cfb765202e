namespace Waggle.Compiler.Ir;

/// <summary>Reads 1, 2, 4 (as 32-bit values) or 8 bytes.</summary>
internal sealed class Load(Value address, int offset, int size, bool signed)
    : Instruction(size == 8 ? IrType.Int64 : IrType.Int32, address)
{
    internal Value Address => Operands[0];

    internal int Offset { get; set; } = offset;

    internal int Size { get; } = size;

    /// <summary>Whether 1 or 2 bytes are sign-extended to 32 bits.</summary>
    internal bool IsSigned { get; } = signed;

    /// <summary>The field that is read, if the offset is relocated.</summary>
    internal KernelAccess? Access { get; init; }

    /// <summary>The kernel type that the verifier knows the loaded pointer to point to.</summary>
    internal Type? PointsTo { get; init; }

    /// <summary>Whether what is read never changes while the program runs: its context.</summary>
    internal bool IsInvariant { get; init; }

    internal override bool IsPure => IsInvariant;

    internal override object Identity => (Offset, Size, IsSigned, Access);

    internal override Instruction Clone(Func<Value, Value> map) =>
        new Load(map(Address), Offset, Size, IsSigned) { Access = Access, PointsTo = PointsTo, IsInvariant = IsInvariant, Position = Position };

    public override string ToString() => $"load{Size} +{Offset}";
}
