using Waggle.Bpf.Catalog;
using Waggle.Bpf.Objects;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;
using Waggle.Linux.Machine;

namespace Waggle.Linux.Maps;

/// <summary>A map in the kernel, seen as bytes. <see cref="BpfMap{TKey,TValue}"/> and <see cref="PerCpuMap{TKey,TValue}"/> give it types.</summary>
/// <remarks>Thread-safe: each operation is one system call. Disposing closes the descriptor; the kernel frees the map when no
/// program uses it either.</remarks>
public sealed unsafe partial class KernelMap : IDisposable
{
    private readonly Lock _memoryLock = new();
    private SafeMapping? _memory;

    private KernelMap(MapSpec spec, SafeDescriptor descriptor)
    {
        (Spec, Descriptor) = (spec, descriptor);
        (Type, KeySizeInBytes, ValueSizeInBytes) = (spec.Type, spec.KeySizeInBytes, spec.ValueSizeInBytes);
        ValueBufferSizeInBytes = Type.IsPerCpu() ? RoundUpTo8(ValueSizeInBytes) * PossibleCpus.Count : ValueSizeInBytes;

        MapInfo info = ReadInfo(descriptor, this);
        (Id, MaxEntries) = (info.id, info.max_entries);
    }

    /// <summary>What it was made from.</summary>
    public MapSpec Spec { get; }

    /// <summary>Name in the object.</summary>
    public string Name => Spec.Name;

    /// <summary>Kind of map.</summary>
    public MapType Type { get; }

    /// <summary>The kernel's number for it, which <c>bpftool map</c> shows.</summary>
    public uint Id { get; }

    /// <summary>Size of a key in bytes; 0 where the kind has none.</summary>
    public int KeySizeInBytes { get; }

    /// <summary>Size of a value in bytes, of one CPU's where there is one for each.</summary>
    public int ValueSizeInBytes { get; }

    /// <summary>Number of entries, or bytes for a ring buffer, as the kernel has them.</summary>
    public uint MaxEntries { get; }

    /// <summary>Bytes that the kernel reads or writes for one value: of all CPUs together where there is one for each.</summary>
    public int ValueBufferSizeInBytes { get; }

    internal SafeDescriptor Descriptor { get; }

    /// <summary>Creates a map, writes its initial value and freezes it, as the description says.</summary>
    /// <exception cref="BpfMapException">The kernel does not take these sizes or flags, or the initial value does not fit.</exception>
    /// <exception cref="BpfPermissionException">The process lacks CAP_BPF.</exception>
    /// <exception cref="BpfNotSupportedException">The kernel lacks this kind of map or bpf(2).</exception>
    public static KernelMap Create(MapSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return Create(spec, typeDescriptor: null);
    }

    /// <summary>A map that exists already. Takes the descriptor over.</summary>
    internal static KernelMap FromDescriptor(MapSpec spec, SafeDescriptor descriptor) => new(spec, descriptor);

    internal static KernelMap Create(MapSpec spec, SafeDescriptor? typeDescriptor)
    {
        long room = spec.Type == MapType.Arena ? (long)spec.MaxEntries * Environment.SystemPageSize : spec.ValueSizeInBytes;
        if (spec.InitialValue?.Length > room)
            throw new BpfMapException("create a map", $"map '{spec}'", Errno.None,
                $"Its initial value has {spec.InitialValue.Length} bytes and its value {room}.");

        OperatingSystemGuard.ThrowIfNotLinux("create a map");
        SafeDescriptor descriptor = MapCreation.Open(spec, typeDescriptor);
        try
        {
            var map = new KernelMap(spec, descriptor);
            if (map.Type == MapType.Arena) map.FillArena();
            else map.WriteInitialValue();
            return map;
        }
        catch
        {
            descriptor.Dispose();
            throw;
        }
    }

    /// <summary>Opens a map that is in the kernel, by the number that the kernel gave it.</summary>
    /// <returns>The map, or null if no map has this number. Disposing it closes this descriptor only.</returns>
    /// <exception cref="BpfPermissionException">The process lacks CAP_SYS_ADMIN.</exception>
    public static KernelMap? TryOpen(uint id)
    {
        string name = $"map {id}";
        OperatingSystemGuard.ThrowIfNotLinux("open a map");
        var attr = new ObjectIdAttr { map_id = id };
        if (BpfCall.Open(BpfCommand.BPF_MAP_GET_FD_BY_ID, ref attr) is not { } descriptor)
        {
            Errno error = Libc.LastError;
            return error == Errno.NoEntry ? null : throw KernelError.Other("open a map", name, error, Capability.SysAdmin);
        }
        try
        {
            MapInfo info = ReadInfo(descriptor, name);
            var spec = new MapSpec(info.name.ToString(), (MapType)info.type)
            {
                KeySizeInBytes = (int)info.key_size,
                ValueSizeInBytes = (int)info.value_size,
                MaxEntries = info.max_entries,
                Flags = info.map_flags,
                Extra = info.map_extra,
            };
            return new KernelMap(spec, descriptor);
        }
        catch
        {
            descriptor.Dispose();
            throw;
        }
    }

    /// <summary>Reads the value of a key.</summary>
    /// <param name="key"><see cref="KeySizeInBytes"/> bytes.</param>
    /// <param name="value">Receives <see cref="ValueBufferSizeInBytes"/> bytes.</param>
    /// <returns>Whether the key is there.</returns>
    /// <exception cref="ArgumentException">A span has the wrong length.</exception>
    public bool TryLookup(ReadOnlySpan<byte> key, Span<byte> value)
    {
        CheckLength(key.Length, KeySizeInBytes, nameof(key));
        CheckLength(value.Length, ValueBufferSizeInBytes, nameof(value));
        fixed (byte* keyPointer = key, valuePointer = value)
            return TryLookup(keyPointer, valuePointer);
    }

    /// <summary>Writes the value of a key.</summary>
    /// <param name="key"><see cref="KeySizeInBytes"/> bytes.</param>
    /// <param name="value"><see cref="ValueBufferSizeInBytes"/> bytes.</param>
    /// <param name="mode">What to do about a key that is or is not there.</param>
    /// <exception cref="ArgumentException">A span has the wrong length.</exception>
    /// <exception cref="BpfMapException">The map is full, or the mode forbids it.</exception>
    public void Update(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, UpdateMode mode = UpdateMode.AddOrReplace)
    {
        CheckLength(key.Length, KeySizeInBytes, nameof(key));
        CheckLength(value.Length, ValueBufferSizeInBytes, nameof(value));
        fixed (byte* keyPointer = key, valuePointer = value)
        {
            Errno error = Update(keyPointer, valuePointer, mode);
            if (error != Errno.None) throw UpdateError(error);
        }
    }

    /// <summary>Makes the map read-only for system calls from now on, for good; programs may go on writing (Linux 5.2).</summary>
    /// <exception cref="BpfMapException">The map is mapped writable, or frozen already (<see cref="Errno.Busy"/>).</exception>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public void Freeze()
    {
        using SafeDescriptor.Lease lease = Descriptor.Use();
        var attr = new MapElementAttr { map_fd = lease.Number };
        if (BpfCall.Invoke(BpfCommand.BPF_MAP_FREEZE, ref attr) < 0)
            throw KernelError.Map("freeze a map", ToString(), Libc.LastError);
    }

    /// <summary>Closes the map.</summary>
    public void Dispose()
    {
        lock (_memoryLock) _memory?.Dispose();
        Descriptor.Dispose();
    }

    /// <summary>Kind, name and sizes.</summary>
    public override string ToString() => $"map '{Name}' ({Type}, key {KeySizeInBytes}, value {ValueSizeInBytes})";

    /// <summary>Reads what the kernel says of a map.</summary>
    /// <param name="descriptor">The map.</param>
    /// <param name="map">What errors call it, by its text.</param>
    internal static MapInfo ReadInfo(SafeDescriptor descriptor, object map)
    {
        MapInfo info = default;
        using SafeDescriptor.Lease lease = descriptor.Use();
        var attr = new ObjectInfoAttr { bpf_fd = lease.Number, info_len = (uint)sizeof(MapInfo), info = (ulong)&info };
        return BpfCall.Invoke(BpfCommand.BPF_OBJ_GET_INFO_BY_FD, ref attr) >= 0
            ? info
            : throw KernelError.Map("read what the kernel says of a map", $"{map}", Libc.LastError);
    }

    internal static int RoundUpTo8(int size) => (size + 7) & ~7;

    private static void CheckLength(int length, int expected, string parameter)
    {
        if (length != expected) throw new ArgumentException($"The map wants {expected} bytes, and {length} were given.", parameter);
    }

    private unsafe void FillArena()
    {
        SafeMapping memory = MapArena();
        if (Spec.InitialValue is { } initial) initial.CopyTo(new Span<byte>(memory.Address, initial.Length));
    }

    private void WriteInitialValue()
    {
        if (Spec.InitialValue is { } initial)
        {
            byte[] value = new byte[ValueBufferSizeInBytes]; // zeros behind a shorter initial value
            initial.CopyTo(value, 0);
            Update(stackalloc byte[KeySizeInBytes], value);
        }
        if (Spec.IsFrozen) Freeze();
    }
}
