namespace Waggle.Vm.Jit;

/// <summary>Operations on one value. The names say from what to what: 32 bits or 64.</summary>
internal enum UnaryOperation
{
    /// <summary>32 bits to 64, zeros above.</summary>
    ZeroExtend,

    /// <summary>32 bits to 64, the sign above.</summary>
    SignExtend,

    /// <summary>64 bits to the low 32.</summary>
    Low,

    /// <summary>32 bits: the low 8, sign-extended.</summary>
    SignExtend8,

    /// <summary>32 bits: the low 16, sign-extended.</summary>
    SignExtend16,

    /// <summary>32 bits: the low 16, zeros above.</summary>
    ZeroExtend16,

    /// <summary>Negation of 32 bits.</summary>
    Negate32,

    /// <summary>Negation of 64 bits.</summary>
    Negate64,

    /// <summary>Byte swap of the low 16 of 32 bits, zeros above.</summary>
    Swap16,

    /// <summary>Byte swap of 32 bits.</summary>
    Swap32,

    /// <summary>Byte swap of 64 bits.</summary>
    Swap64,
}

internal static class UnaryOperations
{
    /// <summary>Whether the result has 64 bits.</summary>
    internal static bool IsWide(this UnaryOperation operation) => operation is
        UnaryOperation.ZeroExtend or UnaryOperation.SignExtend or UnaryOperation.Negate64 or UnaryOperation.Swap64;
}
