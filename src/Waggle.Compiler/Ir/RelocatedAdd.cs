namespace Waggle.Compiler.Ir;

/// <summary>Adds a field's offset in the running kernel to an address.</summary>
internal sealed class RelocatedAdd(Value address, KernelAccess access) : Instruction(IrType.Int64, address)
{
    internal Value Address => Operands[0];

    internal KernelAccess Access { get; } = access;

    internal override bool IsPure => true;

    internal override object Identity => Access;

    public override string ToString() => $"add offset of {Access.Root.Name} {Access.Path}";
}
