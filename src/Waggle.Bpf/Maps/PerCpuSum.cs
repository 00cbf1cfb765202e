using System.Numerics;
using Waggle.Bpf.Errors;

namespace Waggle.Bpf.Maps;

/// <summary>Sums over CPUs, for maps whose values are numbers.</summary>
public static class PerCpuSum
{
    /// <summary>Adds the values of a key over all CPUs.</summary>
    /// <returns>The sum; zero if the key is not there.</returns>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public static TValue Sum<TKey, TValue>(this PerCpuMap<TKey, TValue> map, in TKey key)
        where TKey : unmanaged where TValue : unmanaged, INumberBase<TValue>
    {
        ArgumentNullException.ThrowIfNull(map);
        Span<TValue> values = map.CpuCount <= 256 ? stackalloc TValue[map.CpuCount] : new TValue[map.CpuCount];
        return map.TryGet(key, values) ? Sum((ReadOnlySpan<TValue>)values) : TValue.Zero;
    }

    /// <summary>Adds values, wrapping on overflow as the program's own additions do.</summary>
    public static TValue Sum<TValue>(this ReadOnlySpan<TValue> values) where TValue : unmanaged, INumberBase<TValue>
    {
        TValue sum = TValue.Zero;
        foreach (TValue value in values) sum = unchecked(sum + value);
        return sum;
    }
}
