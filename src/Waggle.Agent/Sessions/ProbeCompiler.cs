using Waggle.Bpf.Objects;
using Waggle.Compiler;

namespace Waggle.Agent.Sessions;

/// <summary>Compiles the built-in programs.</summary>
internal static class ProbeCompiler
{
    public static BpfObject Compile(IReadOnlyList<Type> programs)
    {
        BpfObject o = BpfCompiler.Compile(programs.Distinct().ToArray());
        return new BpfObject { License = o.License, Maps = o.Maps, Btf = o.Btf, Programs = [.. o.Programs.Select(p => p with { Lines = [] })] };
    }
}
