using Waggle.Bpf.Catalog;
using Waggle.Bpf.Errors;
using Waggle.Bpf.Maps;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Maps;

/// <summary>The memory that programs and this process share.</summary>
public sealed partial class KernelMap
{
    /// <inheritdoc/>
    /// <remarks>An arena is mapped once: the verifier takes programs that use it from then on only.</remarks>
    protected override MapMemory? TryOpenMemory(bool isWritable, out Errno error)
    {
        // The kernel puts each value of an array at a multiple of 8 bytes (array_map_mmap in kernel/bpf/arraymap.c).
        SafeMapping? memory = Type == MapType.Arena
            ? SafeMapping.TryCreate(Descriptor, 0, (nuint)MaxEntries * (nuint)Environment.SystemPageSize, isWritable, (nint)Spec.Extra)
            : SafeMapping.TryCreate(Descriptor, 0, (nuint)((ValueSizeInBytes + 7) & ~7) * MaxEntries, isWritable);
        error = memory is null ? Libc.LastError : Errno.None;
        return memory;
    }

    /// <inheritdoc/>
    protected override RingMemory OpenRing(bool isProducer) => KernelRing.Map(this, isProducer);
}
