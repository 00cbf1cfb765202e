using Waggle.CSharp;

namespace Waggle.Trace.Language;

/// <summary>What statements about maps become.</summary>
public static class Maps
{
    /// <summary>Adds to this CPU's count of a key.</summary>
    public static void Count<TKey>(PerCpuHashMap<TKey, long> map, scoped in TKey key, long amount) where TKey : unmanaged
    {
        MapValue<long> found = map.Find(in key);
        if (found.Exists)
        {
            found.Value += amount;
            return;
        }

        if (map.TryAdd(in key, in amount)) return;
        MapValue<long> added = map.Find(in key); // another CPU was faster
        if (added.Exists) added.Value += amount;
    }

    /// <summary>Counts a bucket of a key.</summary>
    public static void Count<TKey>(PerCpuHashMap<Bucketed<TKey>, long> map, TKey key, long bucket) where TKey : unmanaged
    {
        Bucketed<TKey> place;
        place.Key = key;
        place.Bucket = bucket;
        Count(map, in place, 1L);
    }

    /// <summary>Takes a number into this CPU's aggregate of a key.</summary>
    public static void Take<TKey>(PerCpuHashMap<TKey, Aggregate> map, scoped in TKey key, long number) where TKey : unmanaged
    {
        MapValue<Aggregate> found = map.Find(in key);
        if (!found.Exists)
        {
            Aggregate nothing = default;
            map.TryAdd(in key, in nothing);
            found = map.Find(in key);
            if (!found.Exists) return; // the map is full
        }

        ref Aggregate known = ref found.Value;
        if (known.Count == 0 || number < known.Least) known.Least = number;
        if (known.Count == 0 || number > known.Greatest) known.Greatest = number;
        known.Count++;
        known.Sum += number;
    }

    /// <summary>The value of a key; zero if it is not there.</summary>
    public static TValue Get<TKey, TValue>(HashMap<TKey, TValue> map, scoped in TKey key) where TKey : unmanaged where TValue : unmanaged
    {
        map.TryGet(in key, out TValue value);
        return value;
    }

    /// <summary>Sets the value of a key.</summary>
    public static void Set<TKey, TValue>(HashMap<TKey, TValue> map, scoped in TKey key, TValue value) where TKey : unmanaged where TValue : unmanaged =>
        map.Set(in key, in value);

    /// <summary>Adds to the value of a key, in one step.</summary>
    public static void Add<TKey>(HashMap<TKey, long> map, scoped in TKey key, long amount) where TKey : unmanaged
    {
        MapValue<long> found = map.Find(in key);
        if (found.Exists)
        {
            Interlocked.Add(ref found.Value, amount);
            return;
        }

        if (map.TryAdd(in key, in amount)) return;
        MapValue<long> added = map.Find(in key); // another CPU was faster
        if (added.Exists) Interlocked.Add(ref added.Value, amount);
    }
}
