namespace Waggle.Vm.Interpreter;

/// <summary>Where an operand is.</summary>
internal enum OperandKind
{
    /// <summary>In a register.</summary>
    Register,

    /// <summary>It is what was computed last.</summary>
    Last,

    /// <summary>It is the immediate.</summary>
    Constant,
}
