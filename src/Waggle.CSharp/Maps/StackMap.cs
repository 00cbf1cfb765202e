using System.Runtime.CompilerServices;
using Waggle.Bpf.Catalog;

namespace Waggle.CSharp;

/// <summary>A stack of values: last in, first out (Linux 4.20).</summary>
/// <typeparam name="T">Type of a value.</typeparam>
[MapKind(MapType.Stack, Key = typeof(void))]
public sealed class StackMap<T> where T : unmanaged
{
    private const ulong DropOldest = 2; // BPF_EXIST

    /// <summary>Adds a value.</summary>
    /// <returns>Whether there was room.</returns>
    public bool TryPush(scoped in T value) => MapHelpers.Push(this, in value, MapHelpers.Any) == 0;

    /// <summary>Adds a value; if there is no room, the oldest one makes it.</summary>
    public void Push(scoped in T value) => MapHelpers.Push(this, in value, DropOldest);

    /// <summary>Takes the newest value away.</summary>
    /// <returns>Whether there was one; if not, <paramref name="value"/> is zero.</returns>
    public bool TryPop(out T value)
    {
        Unsafe.SkipInit(out value);
        return MapHelpers.Pop(this, ref value) == 0;
    }

    /// <summary>Copies the newest value.</summary>
    /// <returns>Whether there was one; if not, <paramref name="value"/> is zero.</returns>
    public bool TryPeek(out T value)
    {
        Unsafe.SkipInit(out value);
        return MapHelpers.Peek(this, ref value) == 0;
    }
}
