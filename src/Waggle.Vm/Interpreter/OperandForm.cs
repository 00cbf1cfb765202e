namespace Waggle.Vm.Interpreter;

/// <summary>Where the two operands of a computation or comparison are.</summary>
internal enum OperandForm
{
    /// <summary>A register and the immediate.</summary>
    RegisterConstant,

    /// <summary>What was computed last and the immediate.</summary>
    LastConstant,

    /// <summary>Two registers.</summary>
    RegisterRegister,

    /// <summary>What was computed last and a register.</summary>
    LastRegister,

    /// <summary>A register and what was computed last.</summary>
    RegisterLast,
}
