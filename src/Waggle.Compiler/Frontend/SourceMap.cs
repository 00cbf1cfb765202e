using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Waggle.Compiler.Diagnostics;

namespace Waggle.Compiler.Frontend;

/// <summary>Finds the line of C# behind an offset in IL: portable PDBs beside the assembly or inside it.</summary>
/// <param name="known">The portable PDB of an assembly that has no file; null for all others.</param>
internal sealed class SourceMap(Func<Assembly, ImmutableArray<byte>?> known) : IDisposable
{
    private readonly Dictionary<Assembly, MetadataReaderProvider?> _providers = [];
    private readonly Dictionary<(Module Module, int Token), (int Offset, SourcePosition Position)[]> _points = [];

    /// <summary>The statement that an offset belongs to.</summary>
    internal SourcePosition Find(MethodBase method, int offset)
    {
        (int Offset, SourcePosition Position)[] points = PointsOf(method);
        SourcePosition? found = null;
        foreach ((int Offset, SourcePosition Position) point in points)
        {
            if (point.Offset > offset && found is not null) break;
            found = point.Position;
        }

        return found ?? new SourcePosition($"{method.DeclaringType?.FullName}.{method.Name}", 0, offset);
    }

    public void Dispose()
    {
        foreach (MetadataReaderProvider? provider in _providers.Values) provider?.Dispose();
    }

    private (int Offset, SourcePosition Position)[] PointsOf(MethodBase method)
    {
        (Module Module, int Token) key = (method.Module, method.MetadataToken);
        if (_points.TryGetValue(key, out (int Offset, SourcePosition Position)[]? known)) return known;
        var points = new List<(int, SourcePosition)>();
        if (ReaderFor(method.Module.Assembly) is { } reader && method.MetadataToken != 0)
        {
            var handle = (MethodDefinitionHandle)MetadataTokens.Handle(method.MetadataToken);
            foreach (SequencePoint point in reader.GetMethodDebugInformation(handle.ToDebugInformationHandle()).GetSequencePoints())
            {
                if (point.IsHidden) continue;
                string file = reader.GetString(reader.GetDocument(point.Document).Name);
                points.Add((point.Offset, new SourcePosition(file, point.StartLine, point.StartColumn)));
            }
        }

        return _points[key] = [.. points];
    }

    private MetadataReader? ReaderFor(Assembly assembly)
    {
        if (!_providers.TryGetValue(assembly, out MetadataReaderProvider? provider))
        {
            provider = Open(assembly);
            _providers[assembly] = provider;
        }

        return provider?.GetMetadataReader();
    }

    private MetadataReaderProvider? Open(Assembly assembly)
    {
        if (known(assembly) is { } symbols) return MetadataReaderProvider.FromPortablePdbImage(symbols);
        string path = assembly.Location;
        if (path.Length == 0 || !File.Exists(path)) return null;
        try
        {
            using var image = new PEReader(File.OpenRead(path));
            return image.TryOpenAssociatedPortablePdb(
                path, name => File.Exists(name) ? new MemoryStream(File.ReadAllBytes(name)) : null, out MetadataReaderProvider? provider, out _)
                ? provider
                : null;
        }
        catch (Exception error) when (error is IOException or BadImageFormatException or UnauthorizedAccessException)
        {
            return null; // lines are a help, not a need
        }
    }
}
