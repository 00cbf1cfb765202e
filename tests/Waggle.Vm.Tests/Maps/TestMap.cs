using System.Runtime.InteropServices;
using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Vm.Cpus;
using Waggle.Vm.Maps;

namespace Waggle.Vm.Tests.Maps;

/// <summary>Maps with keys and values of numbers, from both sides.</summary>
internal static unsafe class TestMap
{
    public static MapSpec Spec(MapType type, int key = 4, int value = 8, uint entries = 16, uint flags = 0, ulong extra = 0) =>
        new("test", type) { KeySizeInBytes = key, ValueSizeInBytes = value, MaxEntries = entries, Flags = flags, Extra = extra };

    public static VmMap Create(VirtualCpus cpus, MapType type, int key = 4, int value = 8, uint entries = 16, uint flags = 0) =>
        VmMap.Create(Spec(type, key, value, entries, flags), cpus);

    /// <summary>An update by a program.</summary>
    public static long Put(this VmMap map, ulong key, ulong value, ulong flags = 0, int cpu = 0) => map.UpdateElement((byte*)&key, (byte*)&value, flags, cpu);

    /// <summary>A lookup by a program: where the value lies; 0 if there is none.</summary>
    public static ulong* Find(this VmMap map, ulong key, int cpu = 0) => (ulong*)map.LookupElement((byte*)&key, cpu);

    public static long Drop(this VmMap map, ulong key) => map.DeleteElement((byte*)&key);

    /// <summary>An update by the host.</summary>
    public static Errno Set(this VmMap map, ulong key, ulong value, ulong flags = 0) => map.Update(map.KeySizeInBytes == 0 ? null : &key, &value, flags);

    /// <summary>A lookup by the host; null if there is no such key.</summary>
    public static ulong? Get(this VmMap map, ulong key)
    {
        ulong* values = stackalloc ulong[map.CpuCount + 1];
        return map.Lookup(map.KeySizeInBytes == 0 ? null : &key, values, 0) == Errno.None ? values[0] : null;
    }

    /// <summary>All keys, in the map's order.</summary>
    public static List<ulong> Keys(this VmMap map)
    {
        var keys = new List<ulong>();
        ulong key = 0;
        for (Errno error = map.NextKey(null, &key); error == Errno.None; error = map.NextKey(&key, &key)) keys.Add(key);
        return keys;
    }

    /// <summary>Native memory with bytes in it, kept until the process ends.</summary>
    public static byte* Bytes(params ReadOnlySpan<byte> bytes)
    {
        var memory = (byte*)NativeMemory.Alloc((nuint)bytes.Length + 8);
        bytes.CopyTo(new Span<byte>(memory, bytes.Length));
        return memory;
    }
}
