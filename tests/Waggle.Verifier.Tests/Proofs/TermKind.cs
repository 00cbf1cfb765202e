namespace Waggle.Verifier.Tests.Proofs;

/// <summary>What a <see cref="Term"/> does with its operands.</summary>
internal enum TermKind
{
    Constant,
    Variable,
    Add,
    Subtract,
    And,
    Or,
    Xor,
    ShiftLeft,
    ShiftRight,
    ShiftRightArithmetic,
    Extract,
    ZeroExtend,
    SignExtend,
    If,
    Equal,
    LessUnsigned,
    LessSigned,
    Not,

    /// <summary>The whole product of two unsigned numbers, twice as wide as they are.</summary>
    Product,

    /// <summary>The whole product of two signed numbers, twice as wide as they are.</summary>
    SignedProduct,
}
