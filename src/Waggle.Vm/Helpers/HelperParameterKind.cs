namespace Waggle.Vm.Helpers;

/// <summary>How a parameter of an application's helper comes out of registers.</summary>
internal enum HelperParameterKind
{
    /// <summary>A number.</summary>
    Number,

    /// <summary>Address and size of memory.</summary>
    Span,

    /// <summary>Address of a value.</summary>
    Reference,

    /// <summary>A number that stands for a map.</summary>
    Map,

    /// <summary>Out of none: the run.</summary>
    Call,
}
