using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;
using Waggle.Bpf.Objects;
using Waggle.Vm.Cpus;
using Waggle.Vm.Memory;

namespace Waggle.Vm.Maps;

/// <summary>An array, of one value or of one for each CPU an index.</summary>
/// <remarks>kernel/bpf/arraymap.c. Values of a CPU lie together, so that CPUs share cache lines only at the borders.</remarks>
internal sealed unsafe class ArrayMap : VmMap
{
    private const uint AllowedFlags = CreationFlags.NumaNode | CreationFlags.Mappable | CreationFlags.Access | CreationFlags.PreserveElements
        | CreationFlags.InnerMap;

    private const int PerCpuLimit = 32 << 10; // PCPU_MIN_UNIT_SIZE
    private readonly NativeBlock _stateMemory = new((nuint)sizeof(ArrayState));
    private readonly bool _isPerCpu;

    public ArrayMap(MapSpec spec, VirtualCpus cpus, ValueLayout layout) : base(spec, cpus, layout)
    {
        _isPerCpu = Type == MapType.PerCpuArray;
        nuint length = (nuint)ValueStride * MaxEntries;
        nuint cpuStride = _isPerCpu ? (length + 127) & ~(nuint)127 : 0;
        ArrayState* state = State;
        state->Stride = (uint)ValueStride;
        state->Count = MaxEntries;
        state->CpuStride = cpuStride;
        state->Values = Values.Add(_isPerCpu ? cpuStride * (nuint)cpus.Count : length, IsWritableByPrograms);
    }

    /// <summary>Where compiled code finds the array; valid as long as the map lives.</summary>
    public ArrayState* State => (ArrayState*)_stateMemory.Address;

    public override bool IsEnumerable => true;

    /// <summary>array_map_alloc_check.</summary>
    public static Errno CheckArray(MapSpec spec)
    {
        bool isPerCpu = spec.Type == MapType.PerCpuArray;
        bool isForEachCpu = spec.Type == MapType.PerfEventArray; // with no entries it gets one for each CPU, as from libbpf
        if (spec.MaxEntries == 0 && !isForEachCpu || spec.KeySizeInBytes != 4 || spec.ValueSizeInBytes == 0 || (spec.Flags & ~AllowedFlags) != 0
            || !CreationFlags.IsAccessPossible(spec.Flags) || isPerCpu && (spec.Flags & CreationFlags.NumaNode) != 0) return Errno.Invalid;
        if (spec.Type != MapType.Array && (spec.Flags & (CreationFlags.Mappable | CreationFlags.InnerMap)) != 0) return Errno.Invalid;
        if (spec.Type != MapType.PerfEventArray && (spec.Flags & CreationFlags.PreserveElements) != 0) return Errno.Invalid;
        if (spec.ValueSizeInBytes < 0) return Errno.TooBig; // above INT_MAX
        return isPerCpu && ((spec.ValueSizeInBytes + 7) & ~7) > PerCpuLimit ? Errno.TooBig : Errno.None;
    }

    public override byte* LookupElement(byte* key, int cpu) => ArrayState.Lookup(State, *(uint*)key, _isPerCpu ? cpu : 0);

    public override byte* LookupElementOf(byte* key, uint cpu) =>
        _isPerCpu && cpu < (uint)Cpus.Count ? ArrayState.Lookup(State, *(uint*)key, (int)cpu) : null;

    public override long UpdateElement(byte* key, byte* value, ulong flags, int cpu)
    {
        if ((flags & ~UpdateFlags.Lock) > UpdateFlags.Exist) return -(long)Errno.Invalid;
        if (*(uint*)key >= MaxEntries) return -(long)Errno.TooBig;
        if ((flags & UpdateFlags.NoExist) != 0) return -(long)Errno.Exists;
        bool isLocked = (flags & UpdateFlags.Lock) != 0;
        if (isLocked && !Layout.HasSpinLock) return -(long)Errno.Invalid;
        Store(LookupElement(key, cpu), value, ValueSizeInBytes, isLocked && !_isPerCpu);
        return 0;
    }

    public override long DeleteElement(byte* key) => -(long)Errno.Invalid;

    public override bool MoveNext(ref VmMapCursor cursor, int cpu)
    {
        if (cursor.Position >= MaxEntries) return false;
        cursor.Index = (uint)cursor.Position++;
        cursor.Key = (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref cursor.Index);
        cursor.Value = ArrayState.Lookup(State, cursor.Index, _isPerCpu ? cpu : 0);
        return true;
    }

    public override bool TryCopyKey(byte* value, byte* key)
    {
        if (key != null) *(uint*)key = (uint)((ulong)(value - State->Values) / State->Stride);
        return true;
    }

    public override bool IsLike(VmMap template) => base.IsLike(template) && ((Flags & CreationFlags.InnerMap) != 0 || MaxEntries == template.MaxEntries);

    protected override Errno ReadElement(byte* key, byte* value, ulong flags)
    {
        uint index = *(uint*)key;
        if (index >= MaxEntries) return Errno.NoEntry;
        if (!_isPerCpu) Layout.Load(value, ArrayState.Lookup(State, index), ValueSizeInBytes, (flags & UpdateFlags.Lock) != 0);
        else
            for (int cpu = 0; cpu < CpuCount; cpu++)
                Layout.Load(value + cpu * ValueStride, ArrayState.Lookup(State, index, cpu), ValueStride, isLocked: false);
        return Errno.None;
    }

    protected override Errno WriteElement(byte* key, byte* value, ulong flags)
    {
        if (!_isPerCpu) return (Errno)(-UpdateElement(key, value, flags, 0));
        if (flags > UpdateFlags.Exist) return Errno.Invalid;
        if (*(uint*)key >= MaxEntries) return Errno.TooBig;
        if (flags == UpdateFlags.NoExist) return Errno.Exists;
        for (int cpu = 0; cpu < CpuCount; cpu++)
            Store(ArrayState.Lookup(State, *(uint*)key, cpu), value + cpu * ValueStride, ValueStride, isLocked: false);
        return Errno.None;
    }

    protected override Errno RemoveElement(byte* key) => Errno.Invalid;

    protected override Errno FindNextKey(byte* key, byte* next)
    {
        uint index = key == null ? uint.MaxValue : *(uint*)key;
        if (index == MaxEntries - 1) return Errno.NoEntry;
        *(uint*)next = index >= MaxEntries ? 0 : index + 1;
        return Errno.None;
    }

    /// <inheritdoc/>
    protected override MapMemory? TryOpenMemory(bool isWritable, out Errno error)
    {
        if ((Flags & CreationFlags.Mappable) == 0) return base.TryOpenMemory(isWritable, out error);
        return OpenMemory(State->Values, (nuint)ValueStride * MaxEntries, isWritable, out error);
    }

    private void Store(byte* target, byte* source, int length, bool isLocked)
    {
        if (isLocked) Layout.StoreLocked(target, source, length);
        else Layout.Store(target, source, length);
        ValueTakenOut?.Invoke((nint)target);
    }
}
