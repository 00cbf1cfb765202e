using System.Collections.Concurrent;
using Waggle.Bpf.Objects;

namespace Waggle.Compiler.KernelTests;

/// <summary>Compiles each class once.</summary>
internal static class Objects
{
    private static readonly ConcurrentDictionary<(Type, InstructionSetLevel), BpfObject> s_compiled = new();

    public static BpfObject Compile(Type type, InstructionSetLevel level = InstructionSetLevel.V3) =>
        s_compiled.GetOrAdd((type, level), key => BpfCompiler.Compile(new CompilerOptions { Level = key.Item2 }, key.Item1));
}
