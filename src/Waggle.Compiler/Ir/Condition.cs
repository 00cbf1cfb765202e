namespace Waggle.Compiler.Ir;

/// <summary>How two numbers are compared.</summary>
internal enum Condition : byte
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    LessUnsigned,
    LessOrEqualUnsigned,
    GreaterUnsigned,
    GreaterOrEqualUnsigned,
}
