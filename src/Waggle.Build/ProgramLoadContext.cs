using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Waggle.Bpf.Objects;
using Waggle.Compiler;
using Waggle.CSharp;

namespace Waggle.Build;

/// <summary>Loads an assembly and what it needs, apart from this process's own.</summary>
/// <remarks>The compiler knows attributes and maps by their types, so the rooms that it shares with programs are this process's.
/// What else is needed is what the build names, or the assembly's <c>.deps.json</c>, or what lies beside it.</remarks>
internal sealed class ProgramLoadContext(string path, ImmutableArray<string> references) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(path), isCollectible: true)
{
    private static readonly Assembly[] s_shared = [typeof(BpfObject).Assembly, typeof(BpfProgramAttribute).Assembly, typeof(BpfCompiler).Assembly];

    private readonly AssemblyDependencyResolver _resolver = new(path);
    private readonly string _folder = Path.GetDirectoryName(path)!;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (s_shared.FirstOrDefault(a => a.GetName().Name == assemblyName.Name) is { } shared) return shared;
        string beside = Path.Combine(_folder, assemblyName.Name + ".dll");
        string? found = references.FirstOrDefault(r => Path.GetFileNameWithoutExtension(r.AsSpan()).Equals(assemblyName.Name, StringComparison.OrdinalIgnoreCase))
            ?? _resolver.ResolveAssemblyToPath(assemblyName) ?? (File.Exists(beside) ? beside : null);
        return found is null ? null : LoadFromAssemblyPath(found); // null: .NET's own
    }
}
