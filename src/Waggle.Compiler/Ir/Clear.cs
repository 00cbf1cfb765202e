using Waggle.Compiler.Layout;

namespace Waggle.Compiler.Ir;

/// <summary>Sets a struct to zero. Taken apart into stores before code is made.</summary>
internal sealed class Clear(Value destination, TypeLayout layout) : Instruction(IrType.Void, destination)
{
    internal Value Destination => Operands[0];

    internal TypeLayout Layout { get; } = layout;

    internal override bool HasEffect => true;

    internal override bool WritesMemory => true;

    public override string ToString() => $"clear {Layout.Type.Name}";
}
