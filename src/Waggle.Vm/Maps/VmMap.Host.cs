using Waggle.Bpf.Errors;

namespace Waggle.Vm.Maps;

/// <summary>The host's side: what <c>bpf(2)</c> checks before a kind of map sees the call (kernel/bpf/syscall.c).</summary>
internal abstract unsafe partial class VmMap
{
    private const Errno Fine = Errno.None;

    private bool IsReadableByHost => (Flags & CreationFlags.WriteOnly) == 0;

    private bool IsWritableByHost => (Flags & CreationFlags.ReadOnly) == 0 && !IsFrozen;

    /// <inheritdoc/>
    public override Errno Lookup(void* key, void* value, ulong flags)
    {
        if ((flags & ~UpdateFlags.Lock) != 0) return Errno.Invalid;
        if (!IsReadableByHost) return Errno.NotPermitted;
        if (CheckLockAndKey(key, flags) is var error and not Fine) return error;
        error = ReadElement((byte*)key, (byte*)value, flags);
        GC.KeepAlive(this);
        return error;
    }

    /// <inheritdoc/>
    public override Errno Update(void* key, void* value, ulong flags)
    {
        if (!IsWritableByHost) return Errno.NotPermitted;
        if (CheckLockAndKey(key, flags) is var error and not Fine) return error;
        error = WriteElement((byte*)key, (byte*)value, flags);
        GC.KeepAlive(this);
        return error;
    }

    /// <inheritdoc/>
    public override Errno Delete(void* key)
    {
        if (!IsWritableByHost) return Errno.NotPermitted;
        if (CheckLockAndKey(key, 0) is var error and not Fine) return error;
        error = RemoveElement((byte*)key);
        GC.KeepAlive(this);
        return error;
    }

    /// <inheritdoc/>
    public override Errno LookupAndDelete(void* key, void* value)
    {
        if (!IsReadableByHost || !IsWritableByHost) return Errno.NotPermitted;
        if (CheckLockAndKey(key, 0) is var error and not Fine) return error;
        error = TakeElement((byte*)key, (byte*)value);
        GC.KeepAlive(this);
        return error;
    }

    /// <inheritdoc/>
    public override Errno NextKey(void* key, void* next)
    {
        if (!IsReadableByHost) return Errno.NotPermitted;
        if (key != null && KeySizeInBytes == 0) return Errno.Invalid;
        Errno error = FindNextKey((byte*)key, (byte*)next);
        GC.KeepAlive(this);
        return error;
    }

    /// <inheritdoc/>
    protected override Errno FreezeElements()
    {
        if (!Layout.Special.IsEmpty) return Errno.NotSupported;
        lock (_freezeLock)
        {
            // A frozen map is a read-only one here too: the kernel says so before it says that it is busy.
            if (!IsWritableByHost) return Errno.NotPermitted;
            if (_writableMappings > 0) return Errno.Busy;
            Volatile.Write(ref _isFrozen, true);
            return Errno.None;
        }
    }

    /// <summary>Reads a value, of all CPUs where there is one for each, 8-byte aligned one behind the other.</summary>
    protected abstract Errno ReadElement(byte* key, byte* value, ulong flags);

    /// <summary>Writes a value, of all CPUs where there is one for each.</summary>
    protected abstract Errno WriteElement(byte* key, byte* value, ulong flags);

    protected abstract Errno RemoveElement(byte* key);

    protected virtual Errno TakeElement(byte* key, byte* value) => Errno.NotSupported;

    protected abstract Errno FindNextKey(byte* key, byte* next);

    /// <summary>Whether the host may write at all.</summary>
    protected Errno CheckWrite() => IsWritableByHost ? Errno.None : Errno.NotPermitted;

    private Errno CheckLockAndKey(void* key, ulong flags)
    {
        if ((flags & UpdateFlags.Lock) != 0 && !Layout.HasSpinLock) return Errno.Invalid;
        return KeySizeInBytes == 0 && key != null ? Errno.Invalid : Errno.None;
    }
}
