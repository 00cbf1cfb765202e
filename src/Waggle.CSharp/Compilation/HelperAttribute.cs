namespace Waggle.CSharp;

/// <summary>Declares that a method is a kernel helper: the compiler turns a call into <c>call #number</c>.</summary>
/// <remarks>Arguments go to R1 to R5 in order, the map itself first for a method of a map type. References become pointers.
/// Adding a helper is adding one such method.</remarks>
/// <param name="number">Its number in <c>enum bpf_func_id</c>.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class HelperAttribute(int number) : Attribute
{
    /// <summary>Its number in <c>enum bpf_func_id</c>.</summary>
    public int Number { get; } = number;

    /// <summary>First kernel that has it, such as "5.8".</summary>
    public string Since { get; init; } = "";

    /// <summary>Whether it does nothing but answer, and always the same within one run of a program: two calls become one, and
    /// one whose answer is not used becomes none.</summary>
    public bool IsInvariant { get; init; }
}
