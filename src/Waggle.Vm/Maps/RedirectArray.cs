using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Vm.Cpus;

namespace Waggle.Vm.Maps;

/// <summary>Where packets are redirected to, by index: devmap, cpumap, xskmap.</summary>
/// <remarks>
/// kernel/bpf/devmap.c, cpumap.c, net/xdp/xskmap.c. A value is the kernel's struct: the first 4 bytes are the number of an interface, the length of a
/// CPU's queue, or a socket; the next 4, if there, a program. What the numbers mean is the host's: no device or socket is looked for, and what
/// the kernel would say of a missing one is not said. 0 as interface or queue length empties an index, as in the kernel.
/// </remarks>
internal sealed unsafe class RedirectArray : VmMap
{
    private const uint LongestQueue = 16384;
    private const Errno Overflow = (Errno)75; // EOVERFLOW

    private readonly Memory.NativeBlock _presence;
    private readonly byte* _values;

    public RedirectArray(MapSpec spec, VirtualCpus cpus, ValueLayout layout) : base(spec, cpus, layout)
    {
        _presence = new Memory.NativeBlock((nuint)MaxEntries * sizeof(int));
        _values = Values.Add((nuint)MaxEntries * (nuint)ValueStride, isWritable: false); // programs only read
    }

    /// <summary>dev_map_alloc_check, cpu_map_alloc and xsk_map_alloc.</summary>
    public static Errno CheckRedirectArray(MapSpec spec)
    {
        uint allowed = spec.Type == MapType.CpuMap ? CreationFlags.NumaNode : CreationFlags.NumaNode | CreationFlags.ReadOnly | CreationFlags.WriteOnly;
        bool isSize = spec.ValueSizeInBytes == 4 || spec.ValueSizeInBytes == 8 && spec.Type != MapType.XskMap;
        return spec.MaxEntries == 0 || spec.KeySizeInBytes != 4 || !isSize || (spec.Flags & ~allowed) != 0 ? Errno.Invalid : Errno.None;
    }

    /// <summary>The target at an index, in the low half the number and in the high half the program.</summary>
    /// <returns>False if there is none.</returns>
    public bool TryGetTarget(uint index, out ulong target)
    {
        target = 0;
        if (index >= MaxEntries || Volatile.Read(ref PresenceOf(index)) == 0) return false;
        target = Volatile.Read(ref *(ulong*)(_values + (nuint)index * (nuint)ValueStride));
        return true;
    }

    public override byte* LookupElement(byte* key, int cpu) =>
        TryGetTarget(*(uint*)key, out _) ? _values + (nuint)(*(uint*)key) * (nuint)ValueStride : null;

    public override long DeleteElement(byte* key) => -(long)RemoveElement(key);

    protected override Errno ReadElement(byte* key, byte* value, ulong flags)
    {
        if (Type == MapType.XskMap) return Errno.OperationNotSupported;
        if (!TryGetTarget(*(uint*)key, out ulong target)) return Errno.NoEntry;
        ValueLayout.Copy(value, (byte*)&target, ValueSizeInBytes);
        return Errno.None;
    }

    protected override Errno WriteElement(byte* key, byte* value, ulong flags)
    {
        uint index = *(uint*)key;
        ulong target = 0;
        ValueLayout.Copy((byte*)&target, value, ValueSizeInBytes);
        if (flags > UpdateFlags.Exist) return Errno.Invalid;
        if (index >= MaxEntries) return Errno.TooBig;
        if (Type == MapType.XskMap)
        {
            bool isThere = Volatile.Read(ref PresenceOf(index)) != 0;
            if (isThere && flags == UpdateFlags.NoExist) return Errno.Exists;
            if (!isThere && flags == UpdateFlags.Exist) return Errno.NoEntry;
        }
        else if (flags == UpdateFlags.NoExist) return Errno.Exists;
        if (Type == MapType.CpuMap && (uint)target > LongestQueue) return Overflow;
        bool isEmpty = (uint)target == 0 && Type != MapType.XskMap;
        if (isEmpty && Type == MapType.DevMap && (int)(target >> 32) > 0) return Errno.Invalid;
        Volatile.Write(ref *(ulong*)(_values + (nuint)index * (nuint)ValueStride), target);
        Volatile.Write(ref PresenceOf(index), isEmpty ? 0 : 1);
        return Errno.None;
    }

    protected override Errno RemoveElement(byte* key)
    {
        if (*(uint*)key >= MaxEntries) return Errno.Invalid;
        Volatile.Write(ref PresenceOf(*(uint*)key), 0);
        return Errno.None;
    }

    protected override Errno FindNextKey(byte* key, byte* next)
    {
        uint index = key == null ? uint.MaxValue : *(uint*)key;
        if (index == MaxEntries - 1) return Errno.NoEntry;
        *(uint*)next = index >= MaxEntries ? 0 : index + 1;
        return Errno.None;
    }

    private ref int PresenceOf(uint index) => ref ((int*)_presence.Address)[index];
}
