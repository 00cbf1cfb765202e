using System.Runtime.CompilerServices;
using Waggle.Bpf.Catalog;

namespace Waggle.CSharp;

/// <summary>A set that may say of a value that it is in though it is not, and never the other way round (Linux 5.16). Values are never
/// removed.</summary>
/// <typeparam name="T">Type of a value: compared byte by byte, so it must have no padding.</typeparam>
[MapKind(MapType.BloomFilter, Key = typeof(void))]
public sealed class BloomFilter<T> where T : unmanaged
{
    /// <summary>Puts a value in.</summary>
    public void Add(scoped in T value) => MapHelpers.Push(this, in value, MapHelpers.Any);

    /// <summary>Whether a value may be in: false is certain.</summary>
    public bool MayContain(scoped in T value) => MapHelpers.Peek(this, ref Unsafe.AsRef(in value)) == 0;
}
