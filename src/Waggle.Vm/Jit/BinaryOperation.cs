namespace Waggle.Vm.Jit;

/// <summary>Operations on two values of one width.</summary>
internal enum BinaryOperation
{
    /// <summary>Sum.</summary>
    Add,

    /// <summary>Difference.</summary>
    Subtract,

    /// <summary>Product.</summary>
    Multiply,

    /// <summary>Unsigned quotient; 0 if the divisor is.</summary>
    Divide,

    /// <summary>Unsigned remainder; the dividend if the divisor is 0.</summary>
    Modulo,

    /// <summary>Signed quotient, as <see cref="Divide"/>.</summary>
    DivideSigned,

    /// <summary>Signed remainder, as <see cref="Modulo"/>.</summary>
    ModuloSigned,

    /// <summary>Unsigned quotient by what is not 0.</summary>
    SafeDivide,

    /// <summary>Unsigned remainder by what is not 0.</summary>
    SafeModulo,

    /// <summary>Signed quotient by what is neither 0 nor -1.</summary>
    SafeDivideSigned,

    /// <summary>Signed remainder by what is neither 0 nor -1.</summary>
    SafeModuloSigned,

    /// <summary>Bitwise or.</summary>
    Or,

    /// <summary>Bitwise and.</summary>
    And,

    /// <summary>Bitwise exclusive or.</summary>
    Xor,

    /// <summary>Shift left by the low 5 or 6 bits.</summary>
    ShiftLeft,

    /// <summary>Shift right, zeros above.</summary>
    ShiftRight,

    /// <summary>Shift right, the sign above.</summary>
    ShiftRightArithmetic,

    /// <summary>Rotation to the left by the low 5 or 6 bits.</summary>
    RotateLeft,
}
