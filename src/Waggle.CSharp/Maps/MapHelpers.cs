namespace Waggle.CSharp;

/// <summary>The helpers that every keyed map has. The map itself is their first argument.</summary>
internal static class MapHelpers
{
    internal const ulong Any = 0; // BPF_ANY
    internal const ulong IfAbsent = 1; // BPF_NOEXIST

    /// <returns>The value in the map, or a null reference.</returns>
    [Helper(1, Since = "3.19")]
    internal static ref TValue Lookup<TKey, TValue>(object map, scoped in TKey key) => throw OutsideOfBpf.Call();

    /// <returns>0, or a negative errno.</returns>
    [Helper(2, Since = "3.19")]
    internal static long Update<TKey, TValue>(object map, scoped in TKey key, scoped in TValue value, ulong flags) => throw OutsideOfBpf.Call();

    /// <returns>0, or a negative errno.</returns>
    [Helper(3, Since = "3.19")]
    internal static long Delete<TKey>(object map, scoped in TKey key) => throw OutsideOfBpf.Call();
}
