using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Vm.Cpus;

namespace Waggle.Vm.Maps;

/// <summary>Making maps, with the checks of <c>BPF_MAP_CREATE</c>.</summary>
internal abstract unsafe partial class VmMap
{
    private const string Creating = "create a map";

    /// <summary>Creates a map, writes its initial value and freezes it, as the description says.</summary>
    /// <param name="spec">What to make.</param>
    /// <param name="cpus">The engine's CPUs.</param>
    /// <param name="layout">Fields of a value that updates leave alone; null for none.</param>
    /// <exception cref="BpfMapException">The kernel would not take these sizes or flags, the initial value does not fit, or there is not
    /// enough memory.</exception>
    /// <exception cref="BpfNotSupportedException">The engine has no such kind of map.</exception>
    public static VmMap Create(MapSpec spec, VirtualCpus cpus, ValueLayout? layout = null)
    {
        Errno error = Check(spec);
        if (error != Errno.None) throw CreationError(spec, error);
        try
        {
            VmMap map = Make(spec, cpus, layout ?? ValueLayout.Plain);
            MapDirectory.Add(map);
            map.WriteInitialValue(spec.InitialValue);
            return map;
        }
        catch (OutOfMemoryException)
        {
            throw CreationError(spec, Errno.NoMemory);
        }
    }

    /// <summary>What <c>BPF_MAP_CREATE</c> would answer to these sizes and flags.</summary>
    public static Errno Check(MapSpec spec)
    {
        if (spec.Extra != 0 && spec.Type is not (MapType.BloomFilter or MapType.Arena)) return Errno.Invalid;
        const uint BothAccess = CreationFlags.ReadOnly | CreationFlags.WriteOnly;
        if ((spec.Flags & BothAccess) == BothAccess) return Errno.Invalid;
        if ((spec.Flags & CreationFlags.NumaNode) != 0 && spec.NumaNode != 0) return Errno.Invalid; // one node here
        return spec.Type switch
        {
            MapType.Array or MapType.PerCpuArray => ArrayMap.CheckArray(spec),
            MapType.Hash or MapType.PerCpuHash or MapType.LruHash or MapType.LruPerCpuHash => HashMap.CheckHash(spec),
            MapType.LpmTrie => TrieMap.CheckTrie(spec),
            MapType.Queue or MapType.Stack => QueueMap.CheckQueue(spec),
            MapType.BloomFilter => BloomFilterMap.CheckBloomFilter(spec),
            MapType.RingBuffer or MapType.UserRingBuffer => RingMap.CheckRing(spec),
            MapType.ProgramArray => ProgramArray.CheckProgramArray(spec),
            MapType.ArrayOfMaps => MapArray.CheckMapArray(spec),
            MapType.HashOfMaps => MapHash.CheckMapHash(spec),
            MapType.PerfEventArray => PerfEventArray.CheckPerfEventArray(spec),
            MapType.StackTrace => StackTraces.CheckStackTraces(spec),
            MapType.TaskStorage or MapType.CgroupStorage or MapType.InodeStorage or MapType.SkStorage => ObjectStorage.CheckStorage(spec),
            MapType.DevMap or MapType.CpuMap or MapType.XskMap => RedirectArray.CheckRedirectArray(spec),
            MapType.DevMapHash => RedirectHash.CheckRedirectHash(spec),
            MapType.Arena => ArenaPages.CheckArena(spec),
            _ => Errno.NotSupported,
        };
    }

    private static VmMap Make(MapSpec spec, VirtualCpus cpus, ValueLayout layout) => spec.Type switch
    {
        MapType.Array or MapType.PerCpuArray => new ArrayMap(spec, cpus, layout),
        MapType.Hash or MapType.PerCpuHash or MapType.LruHash or MapType.LruPerCpuHash => new HashMap(spec, cpus, layout),
        MapType.LpmTrie => new TrieMap(spec, cpus, layout),
        MapType.Queue or MapType.Stack => new QueueMap(spec, cpus, layout),
        MapType.BloomFilter => new BloomFilterMap(spec, cpus, layout),
        MapType.RingBuffer => new RingMap(spec, cpus, layout),
        MapType.UserRingBuffer => new UserRingMap(spec, cpus, layout),
        MapType.ProgramArray => new ProgramArray(spec, cpus, layout),
        MapType.ArrayOfMaps => new MapArray(spec, cpus, layout),
        MapType.HashOfMaps => new MapHash(spec, cpus, layout),
        MapType.PerfEventArray => new PerfEventArray(spec, cpus, layout),
        MapType.StackTrace => new StackTraces(spec, cpus, layout),
        MapType.TaskStorage or MapType.CgroupStorage or MapType.InodeStorage or MapType.SkStorage => new ObjectStorage(spec, cpus, layout),
        MapType.DevMap or MapType.CpuMap or MapType.XskMap => new RedirectArray(spec, cpus, layout),
        MapType.DevMapHash => new RedirectHash(spec, cpus, layout),
        MapType.Arena => new ArenaPages(spec, cpus, layout),
        _ => throw new NotSupportedException(),
    };

    private static BpfException CreationError(MapSpec spec, Errno error)
    {
        string map = $"map '{spec.Name}' ({spec.Type}, key {spec.KeySizeInBytes}, value {spec.ValueSizeInBytes}, {spec.MaxEntries} entries)";
        return error switch
        {
            Errno.Invalid => new BpfMapException(Creating, map, error, "These sizes and flags don't go with this kind of map: "
                + "a ring buffer is a power of two and a multiple of the page size with no key and value; an array's key is 4 bytes; nothing else is empty."),
            Errno.TooBig => new BpfMapException(Creating, map, error, "The map is larger than a kernel would allow: ask for fewer entries or smaller values."),
            _ => BpfMapException.FromErrno(Creating, map, error),
        };
    }

    /// <summary>Most bytes of an initial value.</summary>
    protected virtual ulong InitialValueLimit => (ulong)ValueBufferSizeInBytes;

    /// <summary>Writes what the map holds at first; the rest stays 0.</summary>
    protected virtual void WriteInitial(byte[] initial)
    {
        byte[] value = new byte[ValueBufferSizeInBytes];
        initial.CopyTo(value, 0);
        Update(stackalloc byte[KeySizeInBytes], value);
    }

    private void WriteInitialValue(byte[]? initial)
    {
        if (initial is not null)
        {
            if ((ulong)initial.Length > InitialValueLimit)
                throw new BpfMapException(Creating, ToString(), Errno.None, $"Its initial value has {initial.Length} bytes and its value {InitialValueLimit}.");
            WriteInitial(initial);
        }
        if (Spec.IsFrozen) Freeze();
    }
}
