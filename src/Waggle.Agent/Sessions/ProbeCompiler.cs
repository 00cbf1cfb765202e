using Waggle.Bpf.Objects;

namespace Waggle.Agent.Sessions;

/// <summary>Compiles the built-in programs.</summary>
internal static class ProbeCompiler
{
    public static BpfObject Compile(IReadOnlyList<Type> programs) => throw new NotImplementedException();
}
