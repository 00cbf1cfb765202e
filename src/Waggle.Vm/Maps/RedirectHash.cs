using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;
using Waggle.Vm.Cpus;

namespace Waggle.Vm.Maps;

/// <summary>Interfaces to redirect packets to, by any number: devmap_hash.</summary>
/// <remarks>kernel/bpf/devmap.c; values as in <see cref="RedirectArray"/>.</remarks>
internal sealed unsafe class RedirectHash(MapSpec spec, VirtualCpus cpus, ValueLayout layout) : HashMap(spec, cpus, layout)
{
    public static Errno CheckRedirectHash(MapSpec spec)
    {
        const uint Allowed = CreationFlags.NumaNode | CreationFlags.ReadOnly | CreationFlags.WriteOnly;
        return spec.MaxEntries is 0 or > 1u << 31 || spec.KeySizeInBytes != 4 || spec.ValueSizeInBytes is not (4 or 8) || (spec.Flags & ~Allowed) != 0
            ? Errno.Invalid
            : spec.MaxEntries > 1 << 27 ? Errno.TooBig : Errno.None;
    }

    /// <summary>Programs only read, as if the map had <c>BPF_F_RDONLY_PROG</c>.</summary>
    public override bool IsWritableByPrograms => false;

    /// <summary>The target of a key, in the low half the interface and in the high half the program. Inside a run.</summary>
    public bool TryGetTarget(uint key, out ulong target)
    {
        byte* value = HashTable.Lookup(State, (byte*)&key);
        target = value == null ? 0 : *(ulong*)value; // the value's size is rounded up to 8 with zeros
        return value != null;
    }

    public override long UpdateElement(byte* key, byte* value, ulong flags, int cpu) => -(long)Errno.OperationNotSupported;

    protected override Errno WriteElement(byte* key, byte* value, ulong flags)
    {
        // BPF_EXIST does not ask for the key to be there (__dev_map_hash_update_elem).
        if (flags > UpdateFlags.Exist || *(uint*)value == 0) return Errno.Invalid;
        return Write(key, value, flags & UpdateFlags.NoExist, AllCpus);
    }

    protected override Errno TakeElement(byte* key, byte* value) => Errno.NotSupported;
}
