using System.Collections.Immutable;
using System.Reflection;

namespace Waggle.Compiler;

/// <summary>Debug information of an assembly that was made in memory, which has no file to find it beside.</summary>
/// <param name="Assembly">The assembly.</param>
/// <param name="PortablePdb">Its portable PDB.</param>
public sealed record AssemblySymbols(Assembly Assembly, ImmutableArray<byte> PortablePdb);
