namespace Waggle.Compiler.Ir;

/// <summary>Address of a global variable.</summary>
internal sealed class GlobalAddress(IrGlobal global) : Instruction(IrType.Int64)
{
    internal IrGlobal Global { get; } = global;

    internal override bool IsPure => true;

    internal override object Identity => Global;

    internal override Instruction Clone(Func<Value, Value> map) => new GlobalAddress(Global) { Position = Position };

    public override string ToString() => $"&{Global.Name}";
}
