namespace Waggle.CSharp;

/// <summary>Declares that a struct stands for a type of the kernel, of which it has only the fields that matter.</summary>
/// <remarks>Fields are named as in the kernel and found by name when the program is loaded (CO-RE): order, offsets and the
/// fields between do not matter. Such a struct is read through a <see cref="KernelPointer{T}"/> or as a program's context,
/// never held by value. A field may be an integer, a <see cref="KernelPointer{T}"/>, an inline array, or another such struct.</remarks>
/// <param name="name">The kernel's name, without "struct".</param>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class KernelTypeAttribute(string name) : Attribute
{
    /// <summary>The kernel's name, without "struct".</summary>
    public string Name { get; } = name;
}
