using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Waggle.CSharp;
using Waggle.Trace.Language;

namespace Waggle.Trace.Generation;

/// <summary>What expressions are compiled against: .NET's core, and the language.</summary>
internal static class References
{
    internal static ImmutableArray<MetadataReference> All { get; } = [.. Paths().Select(p => MetadataReference.CreateFromFile(p))];

    private static IEnumerable<string> Paths()
    {
        string core = typeof(object).Assembly.Location;
        string folder = Path.GetDirectoryName(core)!;
        return [core, Path.Combine(folder, "System.Runtime.dll"), typeof(Waggle.Bpf.Catalog.MapType).Assembly.Location, typeof(BpfProgramAttribute).Assembly.Location, typeof(Builtins).Assembly.Location];
    }
}
