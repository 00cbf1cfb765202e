namespace Waggle.Compiler.Ir;

/// <summary>Makes an address that may be used of a pointer into an arena, which user space may have written and so may be anything:
/// what lies beyond the arena reads as zero.</summary>
internal sealed class ArenaPlace(Value pointer, Value arena) : Instruction(IrType.Int64, pointer, arena)
{
    internal Value Pointer => Operands[0];

    /// <summary>The map. The program must refer to it, though the instruction does not.</summary>
    internal Value Arena => Operands[1];

    internal override bool IsPure => true;

    internal override object Identity => typeof(ArenaPlace);

    internal override Instruction Clone(Func<Value, Value> map) => new ArenaPlace(map(Pointer), map(Arena)) { Position = Position };

    public override string ToString() => "arena place";
}
