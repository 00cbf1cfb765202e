namespace Waggle.CSharp;

/// <summary>The helpers that every keyed map has. The map itself is their first argument.</summary>
internal static class MapHelpers
{
    internal const ulong Any = 0; // BPF_ANY
    internal const ulong IfAbsent = 1; // BPF_NOEXIST
    internal const ulong IfPresent = 2; // BPF_EXIST

    /// <returns>The value in the map, or a null reference.</returns>
    [Helper(1, Since = "3.19")]
    internal static ref TValue Lookup<TKey, TValue>(object map, scoped in TKey key) =>
        ref BpfHost.At<TValue>(BpfHost.Current.Call(1, BpfHost.Current.AddressOf(map), BpfHost.Address(in key)));

    /// <returns>The map in a map of maps, or null.</returns>
    [Helper(1, Since = "3.19")]
    internal static TMap? LookupMap<TKey, TMap>(object map, scoped in TKey key) where TMap : class =>
        BpfHost.Current.MapAt(BpfHost.Current.Call(1, BpfHost.Current.AddressOf(map), BpfHost.Address(in key)), typeof(TMap)) as TMap;

    /// <returns>0, or a negative errno.</returns>
    [Helper(2, Since = "3.19")]
    internal static long Update<TKey, TValue>(object map, scoped in TKey key, scoped in TValue value, ulong flags) =>
        (long)BpfHost.Current.Call(2, BpfHost.Current.AddressOf(map), BpfHost.Address(in key), BpfHost.Address(in value), flags);

    /// <returns>0, or a negative errno.</returns>
    [Helper(3, Since = "3.19")]
    internal static long Delete<TKey>(object map, scoped in TKey key) =>
        (long)BpfHost.Current.Call(3, BpfHost.Current.AddressOf(map), BpfHost.Address(in key));

    /// <returns>Entries visited, or a negative errno.</returns>
    [Helper(164, Since = "5.13")]
    internal static long ForEach<TKey, TValue, TState>(object map, EntryVisitor<TKey, TValue, TState> visitor, ref TState state, ulong flags)
        where TKey : unmanaged where TValue : unmanaged where TState : unmanaged
    {
        ulong callback = BpfHost.Current.AddressOfFunction((_, key, value, context) =>
            (ulong)visitor(in BpfHost.At<TKey>(key), ref BpfHost.At<TValue>(value), ref BpfHost.At<TState>(context)));
        return (long)BpfHost.Current.Call(164, BpfHost.Current.AddressOf(map), callback, BpfHost.Address(in state), flags);
    }

    /// <returns>Another CPU's value in the map, or a null reference.</returns>
    [Helper(195, Since = "5.19")]
    internal static ref TValue LookupOnCpu<TKey, TValue>(object map, scoped in TKey key, uint cpu) =>
        ref BpfHost.At<TValue>(BpfHost.Current.Call(195, BpfHost.Current.AddressOf(map), BpfHost.Address(in key), cpu));

    /// <returns>0, or a negative errno.</returns>
    [Helper(87, Since = "4.20")]
    internal static long Push<TValue>(object map, scoped in TValue value, ulong flags) =>
        (long)BpfHost.Current.Call(87, BpfHost.Current.AddressOf(map), BpfHost.Address(in value), flags);

    /// <returns>0, or a negative errno.</returns>
    [Helper(88, Since = "4.20")]
    internal static long Pop<TValue>(object map, ref TValue value) =>
        (long)BpfHost.Current.Call(88, BpfHost.Current.AddressOf(map), BpfHost.Address(in value));

    /// <returns>0, or a negative errno.</returns>
    [Helper(89, Since = "4.20")]
    internal static long Peek<TValue>(object map, ref TValue value) =>
        (long)BpfHost.Current.Call(89, BpfHost.Current.AddressOf(map), BpfHost.Address(in value));
}
