using Waggle.Bpf.Objects;
using Waggle.Compiler;

namespace Waggle.Agent.Sessions;

/// <summary>Compiles the built-in programs.</summary>
internal static class ProbeCompiler
{
    public static BpfObject Compile(IReadOnlyList<Type> programs) => BpfCompiler.Compile(programs.Distinct().ToArray());
}
