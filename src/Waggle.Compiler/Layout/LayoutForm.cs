namespace Waggle.Compiler.Layout;

/// <summary>What a type is to a program.</summary>
internal enum LayoutForm
{
    /// <summary>An integer, enum, Boolean or character.</summary>
    Integer,

    /// <summary>A reference, a pointer or an object.</summary>
    Address,

    /// <summary><see cref="float"/> or <see cref="double"/>: laid out, never computed with.</summary>
    Float,

    /// <summary>A struct with <see cref="System.Runtime.CompilerServices.InlineArrayAttribute"/>.</summary>
    Array,

    /// <summary>Any other struct.</summary>
    Struct,
}
