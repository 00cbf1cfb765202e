using Waggle.Compiler.Layout;

namespace Waggle.Compiler.Ir;

/// <summary>Copies a struct. Taken apart into loads and stores before code is made.</summary>
internal sealed class Copy(Value destination, Value source, TypeLayout layout) : Instruction(IrType.Void, destination, source)
{
    internal Value Destination => Operands[0];

    internal Value Source => Operands[1];

    internal TypeLayout Layout { get; } = layout;

    internal override bool HasEffect => true;

    internal override bool WritesMemory => true;

    public override string ToString() => $"copy {Layout.Type.Name}";
}
