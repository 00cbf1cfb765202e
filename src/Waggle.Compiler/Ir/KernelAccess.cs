namespace Waggle.Compiler.Ir;

/// <summary>Which field of a kernel type is meant: what a CO-RE relocation says.</summary>
/// <param name="Root">The struct with <c>[KernelType]</c>.</param>
/// <param name="Path">Path of indices, such as "0:2:1".</param>
/// <param name="Offset">Offset by the C# layout: what stands in the instruction before it is relocated.</param>
internal sealed record KernelAccess(Type Root, string Path, int Offset);
