using System.Reflection;

namespace Waggle.Compiler.Ir;

/// <summary>A function of the kernel that programs call.</summary>
/// <param name="Method">The C# method that stands for it, whose signature its BTF takes.</param>
/// <param name="Name">Its name in the kernel.</param>
/// <param name="IsWeak">Whether the object loads on a kernel without it.</param>
internal sealed record IrKernelFunction(MethodBase Method, string Name, bool IsWeak);
