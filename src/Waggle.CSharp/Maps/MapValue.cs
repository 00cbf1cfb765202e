using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Waggle.CSharp;

/// <summary>What a lookup found: a value in the map itself, or nothing.</summary>
/// <typeparam name="T">Type of the value.</typeparam>
/// <remarks>Check <see cref="Exists"/> before <see cref="Value"/>: the verifier rejects a program that does not.</remarks>
public readonly ref struct MapValue<T> where T : unmanaged
{
    private readonly ref T _value;

    internal MapValue(ref T value) => _value = ref value;

    /// <summary>Whether the key was there.</summary>
    public bool Exists => !Unsafe.IsNullRef(in _value);

    /// <summary>The value, in place: writing to it writes to the map. Other CPUs see it at the same time.</summary>
    [SuppressMessage("Naming", "CA1721", Justification = "One value.")]
    public ref T Value => ref _value;
}
