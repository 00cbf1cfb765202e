namespace Waggle.CSharp;

/// <summary>Declares that a static method is a function of the kernel (kfunc): the compiler turns a call into a call of it.</summary>
/// <remarks>Arguments go to R1 to R5 in order; references become pointers, a <see cref="KernelPointer{T}"/> is one already. The loader compares
/// the signature with that in the kernel's BTF. Unlike helpers, kernel functions are no stable interface. Linux 5.13.</remarks>
/// <param name="name">Its name in the kernel, such as "bpf_task_acquire".</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KernelFunctionAttribute(string name) : Attribute
{
    /// <summary>Its name in the kernel.</summary>
    public string Name { get; } = name;

    /// <summary>First kernel that has it, such as "6.1".</summary>
    public string Since { get; init; } = "";

    /// <summary>Whether the object loads on a kernel without it; then a call of it must not be reached.</summary>
    public bool IsOptional { get; init; }
}
