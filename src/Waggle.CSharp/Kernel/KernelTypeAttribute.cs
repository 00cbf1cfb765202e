namespace Waggle.CSharp;

/// <summary>Declares that a struct or enum stands for a type of the kernel, of which it has only the fields or enumerators that matter.</summary>
/// <remarks>Fields are named as in the kernel and found by name when the program is loaded (CO-RE): order, offsets and the
/// fields between do not matter. Such a struct is read through a <see cref="KernelPointer{T}"/> or as a program's context,
/// never held by value. A field may be an integer, a <see cref="KernelPointer{T}"/>, an inline array, or another such struct;
/// <see cref="BitFieldAttribute"/> marks bit-fields. <see cref="KernelTypes"/> asks whether a kernel has them. An enum is a number like any other:
/// its constants are those of the C# file unless <see cref="KernelTypes.ValueOf{T}"/> asks the kernel.</remarks>
/// <param name="name">The kernel's name, without "struct".</param>
[AttributeUsage(AttributeTargets.Struct | AttributeTargets.Enum)]
public sealed class KernelTypeAttribute(string name) : Attribute
{
    /// <summary>The kernel's name, without "struct".</summary>
    public string Name { get; } = name;
}
