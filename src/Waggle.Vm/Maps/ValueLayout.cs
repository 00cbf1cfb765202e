using System.Collections.Immutable;

namespace Waggle.Vm.Maps;

/// <summary>Fields of a value that updates and reads leave alone: its <c>bpf_spin_lock</c>, timers, kernel pointers.</summary>
/// <param name="SpinLock">Byte offset of the 4 bytes of the <c>bpf_spin_lock</c>; -1 if there is none.</param>
/// <param name="Special">All such fields, the lock among them, as offset and length in bytes, in ascending order.</param>
/// <remarks>The lock is a word of <see cref="SpinLocked"/>, for programs and the host alike. See copy_map_value, copy_map_value_locked and
/// check_and_init_map_value in include/linux/bpf.h.</remarks>
internal sealed unsafe record ValueLayout(int SpinLock, ImmutableArray<(int Offset, int Length)> Special)
{
    /// <summary>A value of plain bytes.</summary>
    public static ValueLayout Plain { get; } = new(-1, []);

    /// <summary>What the special fields are, where that is known.</summary>
    public ImmutableArray<SpecialField> Fields { get; init; } = [];

    /// <summary>Whether updates may be made under the value's lock (<c>BPF_F_LOCK</c>).</summary>
    public bool HasSpinLock => SpinLock >= 0;

    /// <summary>Whether values have timers or work of a queue, which end with them.</summary>
    public bool HasCallbacks => Fields.Any(f => f.Kind is SpecialFieldKind.Timer or SpecialFieldKind.WorkQueue);

    /// <summary>Offset of the only field of a kind; -1 if there is none.</summary>
    public int OffsetOf(SpecialFieldKind kind)
    {
        foreach (SpecialField field in Fields)
        {
            if (field.Kind == kind) return field.Offset;
        }

        return -1;
    }

    /// <summary>Copies a value over another one of the map, but for the special fields.</summary>
    public void Store(byte* target, byte* source, int length)
    {
        if (Special.IsEmpty)
        {
            Copy(target, source, length);
            return;
        }
        int done = 0;
        foreach ((int offset, int size) in Special)
        {
            Copy(target + done, source + done, offset - done);
            done = offset + size;
        }
        Copy(target + done, source + done, length - done);
    }

    /// <summary>The same under the value's lock.</summary>
    public void StoreLocked(byte* target, byte* source, int length)
    {
        ref int word = ref *(int*)(target + SpinLock);
        SpinLocked.AcquireOrBreak(ref word);
        Store(target, source, length);
        SpinLocked.Release(ref word);
    }

    /// <summary>Copies a value out for the host, who sees zeros in the special fields.</summary>
    public void Load(byte* target, byte* source, int length, bool isLocked)
    {
        int* word = (int*)(source + SpinLock);
        if (isLocked) SpinLocked.AcquireOrBreak(ref *word);
        Copy(target, source, length);
        if (isLocked) SpinLocked.Release(ref *word);
        foreach ((int offset, int size) in Special) new Span<byte>(target + offset, size).Clear();
    }

    /// <summary>Copies bytes that another thread may be writing.</summary>
    public static void Copy(byte* target, byte* source, int length)
    {
        // Words of 8 bytes stay whole, as the kernel's copies keep them (bpf_long_memcpy): a counter is never seen half written.
        if (length == 8 && ((nuint)target & 7) == 0 && ((nuint)source & 7) == 0) *(ulong*)target = *(ulong*)source;
        else Buffer.MemoryCopy(source, target, length, length);
    }
}
