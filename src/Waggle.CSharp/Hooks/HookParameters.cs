namespace Waggle.CSharp;

/// <summary>How a program's parameters map to its context.</summary>
public enum HookParameters
{
    /// <summary>None, or one <c>ref readonly</c> parameter: the context struct itself.</summary>
    Context,

    /// <summary>Each parameter is the 64-bit slot of the context at its index: an integer, or a <see cref="KernelPointer{T}"/>.</summary>
    Slots,
}
