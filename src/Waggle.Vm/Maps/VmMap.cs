using Waggle.Bpf.Catalog;
using Waggle.Bpf.Objects;
using Waggle.Vm.Cpus;
using Waggle.Vm.Memory;

namespace Waggle.Vm.Maps;

/// <summary>A map of the embedded engine: the kernel's meaning, flags and errors, in this process's memory.</summary>
/// <remarks>
/// Thread-safe. The host's side has the meaning of the map commands of <c>bpf(2)</c>; the programs' side that of the helpers, is called
/// inside a run (between <see cref="VirtualCpus.Enter"/> and <see cref="VirtualCpus.Exit"/>), and hands out pointers that stay valid and
/// keep their content until that run ends. A map's memory goes when the collector finds the map unused: whoever
/// holds a pointer must keep the map alive.
/// </remarks>
internal abstract unsafe partial class VmMap : IDisposable
{
    private readonly Lock _freezeLock = new();
    private bool _isDisposed;
    private bool _isFrozen;

    protected VmMap(MapSpec spec, VirtualCpus cpus, ValueLayout layout)
    {
        (Spec, Cpus, Layout) = (spec, cpus, layout);
        (Type, KeySizeInBytes, ValueSizeInBytes, MaxEntries) = (spec.Type, spec.KeySizeInBytes, spec.ValueSizeInBytes, spec.MaxEntries);
        Flags = spec.Flags;
        CpuCount = Type is MapType.PerCpuHash or MapType.PerCpuArray or MapType.LruPerCpuHash ? cpus.Count : 1;
        ValueBufferSizeInBytes = CpuCount == 1 && !IsPerCpu ? ValueSizeInBytes : ValueStride * CpuCount;
    }

    public MapSpec Spec { get; }

    public MapType Type { get; }

    public int KeySizeInBytes { get; }

    public int ValueSizeInBytes { get; }

    public uint MaxEntries { get; protected init; }

    public int CpuCount { get; }

    public int ValueBufferSizeInBytes { get; }

    /// <summary>The CPUs of the engine that the map belongs to.</summary>
    public VirtualCpus Cpus { get; }

    /// <summary>Fields of a value that updates leave alone.</summary>
    public ValueLayout Layout { get; }

    /// <summary><c>BPF_F_*</c> of the creation.</summary>
    public uint Flags { get; }

    /// <summary>The memory that programs get pointers into.</summary>
    public ValueMemory Values { get; } = new();

    /// <summary>Whether programs may write values (no <c>BPF_F_RDONLY_PROG</c>): the engine refuses updates by programs otherwise.</summary>
    public bool IsWritableByPrograms => (Flags & CreationFlags.ReadOnlyForPrograms) == 0;

    /// <summary>Whether programs may read values (no <c>BPF_F_WRONLY_PROG</c>).</summary>
    public bool IsReadableByPrograms => (Flags & CreationFlags.WriteOnlyForPrograms) == 0;

    /// <summary>Bytes from one CPU's value to the next one's, or from one array element to the next: the value's size, rounded up to 8.</summary>
    public int ValueStride => (ValueSizeInBytes + 7) & ~7;

    public bool IsFrozen => Volatile.Read(ref _isFrozen);

    /// <summary>Told of a value that is taken out of the map (deleted, replaced, evicted), before its memory is used again.</summary>
    /// <remarks>For values with timers or kernel pointers, which end with the element. Called under a lock of the map: must not call it.</remarks>
    public Action<nint>? ValueTakenOut { get; set; }

    private bool IsPerCpu => Type is MapType.PerCpuHash or MapType.PerCpuArray or MapType.LruPerCpuHash;

    public void Dispose() => _isDisposed = true;

    public override string ToString() => $"map '{Spec.Name}' ({Type}, key {KeySizeInBytes}, value {ValueSizeInBytes})";
}
