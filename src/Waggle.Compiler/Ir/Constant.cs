namespace Waggle.Compiler.Ir;

/// <summary>A number. A 32-bit one is kept sign-extended.</summary>
internal sealed class Constant(IrType type, long value) : Value(type)
{
    internal long Number { get; } = type == IrType.Int32 ? (int)value : value;

    /// <summary>The number without a sign: the low 32 bits of a 32-bit one.</summary>
    internal ulong Bits => Type == IrType.Int32 ? (uint)Number : (ulong)Number;

    internal static Constant Int32(int value) => new(IrType.Int32, value);

    internal static Constant Int64(long value) => new(IrType.Int64, value);

    public override string ToString() => Type == IrType.Int32 ? $"{Number}" : $"{Number}L";
}
