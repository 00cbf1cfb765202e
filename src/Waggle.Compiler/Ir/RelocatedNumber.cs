namespace Waggle.Compiler.Ir;

/// <summary>A number that the kernel's types decide when the program is loaded, such as the size of a field.</summary>
internal sealed class RelocatedNumber(KernelAccess access) : Instruction(IrType.Int64)
{
    internal KernelAccess Access { get; } = access;

    internal override bool IsPure => true;

    internal override object Identity => Access;

    internal override Instruction Clone(Func<Value, Value> map) => new RelocatedNumber(Access) { Position = Position };

    public override string ToString() => $"{Access.Kind} of {Access.Root.Name} {Access.Path}";
}
