namespace Waggle.Compiler.KernelTests.Programs;

using Waggle.CSharp;

/// <summary>Everything that can be done with a keyed map; the results are bits of s_result.</summary>
[BpfProgram]
public static class Tables
{
    [MaxEntries(4)] private static readonly HashMap<Key, Entry> s_hash = new();
    [MaxEntries(64)] private static readonly LruHashMap<uint, ulong> s_recent = new();
    [MaxEntries(16)] private static readonly PerCpuHashMap<ulong, ulong> s_perCpu = new();
    [MaxEntries(8)] private static readonly PerCpuArrayMap<Entry> s_array = new();
    internal static ulong s_result;

    [RawTracepoint("sys_enter")]
    private static void Use(ulong a, ulong b)
    {
        s_result = 0;
        var key = new Key { Process = (int)a, Cpu = 7 };
        if (!s_hash.Find(key).Exists) s_result |= 1;
        s_hash[key] = new Entry { Count = b, Last = a };
        if (s_hash.TryGet(key, out Entry entry) && entry.Count == b && entry.Last == a) s_result |= 2;
        if (!s_hash.TryAdd(key, entry)) s_result |= 4;
        MapValue<Entry> place = s_hash.Find(new Key { Process = (int)a, Cpu = 7 });
        if (place.Exists)
        {
            place.Value.Count++;
            ref ulong last = ref place.Value.Last;
            last *= 2;
        }

        if (s_hash.TryRemove(key, out Entry removed) && removed.Count == b + 1 && removed.Last == a * 2) s_result |= 8;
        if (!s_hash.Remove(key)) s_result |= 16;
        bool all = true;
        for (int i = 0; i < 6; i++) all &= s_hash.Set(new Key { Process = i, Cpu = i }, default);
        if (!all) s_result |= 32; // room for 4 only
        for (int i = 0; i < 6; i++) s_hash.Remove(new Key { Process = i, Cpu = i });
        s_recent[(uint)b] = a;
        if (s_recent.TryGet((uint)b, out ulong value) && value == a) s_result |= 64;
        if (s_perCpu.TryAdd(a, b) && s_perCpu.Find(a) is { Exists: true } mine && mine.Value == b && s_perCpu.Remove(a)) s_result |= 128;
        MapValue<Entry> slot = s_array.Find((uint)b & 7);
        if (slot.Exists) slot.Value = new Entry { Count = a, Last = b };
        if (!s_array.Find(8).Exists) s_result |= 256;
    }

    internal struct Key
    {
        public int Process;
        public int Cpu;
    }

    internal struct Entry
    {
        public ulong Count;
        public ulong Last;
    }
}
