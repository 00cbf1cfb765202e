using Waggle.Bpf.Objects;

namespace Waggle.Compiler.Ir;

/// <summary>What is asked of a kernel type: what a CO-RE relocation says.</summary>
/// <param name="Root">The struct or enum with <c>[KernelType]</c>.</param>
/// <param name="Path">Path of indices, such as "0:2:1".</param>
/// <param name="Offset">The answer by the C# layout: what stands in the instruction before it is relocated. Of most it is an offset.</param>
internal sealed record KernelAccess(Type Root, string Path, int Offset)
{
    /// <summary>The question.</summary>
    internal CoreRelocationKind Kind { get; init; } = CoreRelocationKind.FieldByteOffset;
}
