using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;
using Waggle.Vm.Cpus;
using Waggle.Vm.Memory;

namespace Waggle.Vm.Maps;

/// <summary>A map of the embedded engine: the kernel's meaning, flags and errors, in this process's memory.</summary>
/// <remarks>
/// Thread-safe. The host's side has the meaning of the map commands of <c>bpf(2)</c>. The programs' side has that of the helpers; it is called
/// inside a run (between <see cref="VirtualCpus.Enter"/> and <see cref="VirtualCpus.Exit"/>), and hands out pointers that stay valid and
/// keep their content until that run ends. Disposing a map ends the host's shared memory only, as programs, outer
/// maps and others who opened it may go on; the collector frees a map that nobody refers to. So whoever holds a pointer must keep the map alive.
/// </remarks>
internal abstract unsafe partial class VmMap : LiveMap
{
    private static int s_lastId;

    private readonly Lock _freezeLock = new();
    private int _writableMappings;
    private bool _isFrozen;

    protected VmMap(MapSpec spec, VirtualCpus cpus, ValueLayout layout) : base(spec, cpus.Count) =>
        (Cpus, Layout, Flags, Id) = (cpus, layout, spec.Flags, (uint)Interlocked.Increment(ref s_lastId));

    /// <summary>The CPUs of the engine that the map belongs to.</summary>
    public VirtualCpus Cpus { get; }

    /// <summary>Fields of a value that updates leave alone.</summary>
    public ValueLayout Layout { get; }

    /// <summary><c>BPF_F_*</c> of the creation.</summary>
    public uint Flags { get; }

    /// <summary>The map's number in this process, from 1: what a lookup in a map of maps gives the host.</summary>
    public uint Id { get; }

    /// <summary>The memory that programs get pointers into.</summary>
    public ValueMemory Values { get; } = new();

    /// <summary>Whether programs may write values (no <c>BPF_F_RDONLY_PROG</c>): the engine refuses updates by programs otherwise.</summary>
    public virtual bool IsWritableByPrograms => (Flags & CreationFlags.ReadOnlyForPrograms) == 0;

    /// <summary>Whether programs may read values (no <c>BPF_F_WRONLY_PROG</c>).</summary>
    public bool IsReadableByPrograms => (Flags & CreationFlags.WriteOnlyForPrograms) == 0;

    /// <summary>Bytes from one CPU's value to the next one's, or from one array element to the next: the value's size, rounded up to 8.</summary>
    public int ValueStride => (ValueSizeInBytes + 7) & ~7;

    /// <summary>Whether the host has given the map up: timers in it can't be set any more (<c>usercnt</c> in kernel/bpf/helpers.c).</summary>
    public bool IsReleased { get; set; }

    public bool IsFrozen => Volatile.Read(ref _isFrozen);

    /// <summary>Told of a value that is taken out of the map (deleted, replaced, evicted), before its memory is used again.</summary>
    /// <remarks>For values with timers or kernel pointers, which end with the element. Called under a lock of the map: must not call it.</remarks>
    public Action<nint>? ValueTakenOut { get; set; }

    /// <summary>Whether a map may stand where another one was the template (bpf_map_meta_equal; an array wants the same number of entries unless
    /// <c>BPF_F_INNER_MAP</c> says that it may differ).</summary>
    public virtual bool IsLike(VmMap template) =>
        Type == template.Type && KeySizeInBytes == template.KeySizeInBytes && ValueSizeInBytes == template.ValueSizeInBytes
        && KeptFlags == template.KeptFlags; // fields with a meaning are not compared: a template's are not known here

    // Access by descriptor is the descriptor's (bpf_map_flags_retain_permanent).
    private uint KeptFlags => Flags & ~(CreationFlags.ReadOnly | CreationFlags.WriteOnly);

    /// <inheritdoc/>
    protected override MapMemory? TryOpenMemory(bool isWritable, out Errno error)
    {
        error = Errno.NotSupported;
        return null;
    }

    /// <summary>Hands memory to the host, which a map that is mapped writable can't be frozen under (bpf_map_mmap).</summary>
    protected MapMemory? OpenMemory(byte* address, nuint length, bool isWritable, out Errno error)
    {
        lock (_freezeLock)
        {
            error = isWritable && !IsWritableByHost || !IsReadableByHost ? Errno.NotPermitted : Errno.None;
            if (error != Errno.None) return null;
            if (isWritable) _writableMappings++;
            return new VmMapMemory(this, address, length, isWritable);
        }
    }

    /// <summary>Ends what <see cref="OpenMemory"/> began.</summary>
    internal void CloseMemory(bool wasWritable)
    {
        if (!wasWritable) return;
        lock (_freezeLock) _writableMappings--;
    }
}
