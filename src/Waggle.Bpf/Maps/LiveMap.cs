using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Objects;

namespace Waggle.Bpf.Maps;

/// <summary>A map that an engine keeps, in the kernel or in this process, seen as bytes. <see cref="BpfMap{TKey,TValue}"/>,
/// <see cref="PerCpuMap{TKey,TValue}"/> and their kin give it types.</summary>
/// <remarks>Thread-safe.</remarks>
public abstract unsafe partial class LiveMap : IDisposable
{
    /// <summary>Takes over the description.</summary>
    /// <param name="spec">What the map is made from.</param>
    /// <param name="cpuCount">CPUs that the engine keeps values for, where the kind has one for each.</param>
    protected LiveMap(MapSpec spec, int cpuCount)
    {
        ArgumentNullException.ThrowIfNull(spec);
        Spec = spec;
        (Type, KeySizeInBytes, ValueSizeInBytes, MaxEntries) = (spec.Type, spec.KeySizeInBytes, spec.ValueSizeInBytes, spec.MaxEntries);
        CpuCount = Type.IsPerCpu() ? cpuCount : 1;
        ValueBufferSizeInBytes = Type.IsPerCpu() ? RoundUpTo8(ValueSizeInBytes) * cpuCount : ValueSizeInBytes;
    }

    /// <summary>What it was made from.</summary>
    public MapSpec Spec { get; }

    /// <summary>Name in the object.</summary>
    public string Name => Spec.Name;

    /// <summary>Kind of map.</summary>
    public MapType Type { get; }

    /// <summary>Size of a key in bytes; 0 where the kind has none.</summary>
    public int KeySizeInBytes { get; }

    /// <summary>Size of a value in bytes, of one CPU's where there is one for each.</summary>
    public int ValueSizeInBytes { get; }

    /// <summary>Number of entries, or bytes for a ring buffer, as the engine has them.</summary>
    public uint MaxEntries { get; protected init; }

    /// <summary>Values of a key: one for each CPU that there could ever be, or 1 where the kind has one for all.</summary>
    public int CpuCount { get; }

    /// <summary>Bytes that are read or written for one value: of all CPUs together where there is one for each.</summary>
    public int ValueBufferSizeInBytes { get; }

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
            Errno error = Update(keyPointer, valuePointer, (ulong)mode);
            if (error != Errno.None) throw UpdateError(error);
        }
    }

    /// <summary>Removes a key.</summary>
    /// <param name="key"><see cref="KeySizeInBytes"/> bytes.</param>
    /// <returns>Whether it was there.</returns>
    /// <exception cref="ArgumentException">The span has the wrong length.</exception>
    /// <exception cref="BpfMapException">The map is an array, which loses no elements, or frozen.</exception>
    public bool Remove(ReadOnlySpan<byte> key)
    {
        CheckLength(key.Length, KeySizeInBytes, nameof(key));
        fixed (byte* pointer = key)
            return TryDelete(pointer);
    }

    /// <summary>Makes the map read-only for this side from now on, for good; programs may go on writing (<c>BPF_MAP_FREEZE</c>, Linux 5.2).</summary>
    /// <exception cref="BpfMapException">The map is mapped writable, or frozen already (<see cref="Errno.Busy"/>).</exception>
    /// <exception cref="BpfException">The engine refused.</exception>
    public void Freeze()
    {
        Errno error = FreezeElements();
        if (error != Errno.None) throw Refusal("freeze a map", error);
    }

    /// <summary>What BTF says of keys and values.</summary>
    /// <returns>Null if that is not known.</returns>
    public virtual MapTypes? FindTypes() => null;

    /// <summary>Closes the map. An engine keeps it as long as programs use it.</summary>
    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Kind, name and sizes.</summary>
    public override string ToString() => $"map '{Name}' ({Type}, key {KeySizeInBytes}, value {ValueSizeInBytes})";

    /// <summary>Closes the map.</summary>
    /// <param name="isDisposing">False from a finalizer.</param>
    protected virtual void Dispose(bool isDisposing)
    {
        lock (_memoryLock) _memory?.Dispose();
    }

    internal static int RoundUpTo8(int size) => (size + 7) & ~7;

    private static void CheckLength(int length, int expected, string parameter)
    {
        if (length != expected) throw new ArgumentException($"The map wants {expected} bytes, and {length} were given.", parameter);
    }
}
