using Waggle.Bpf.Objects;

namespace Waggle.Compiler.Tests;

/// <summary>The sample programs, compiled once.</summary>
internal static class Compiled
{
    public static BpfObject Samples { get; } = BpfCompiler.Compile(typeof(Programs.Samples));
}
