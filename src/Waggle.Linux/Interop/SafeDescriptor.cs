using Microsoft.Win32.SafeHandles;

namespace Waggle.Linux.Interop;

/// <summary>A file descriptor that is closed exactly once.</summary>
internal sealed class SafeDescriptor : SafeHandleMinusOneIsInvalid // 0 is a valid descriptor
{
    private int _owner;              // managed id of the thread that acquires without counting; 0 before the first
    private volatile bool _isOwnerIn; // written by that thread only

    public SafeDescriptor(nint descriptor) : base(ownsHandle: true) => SetHandle(descriptor);

    /// <summary>Keeps the descriptor open until the lease is disposed, even if another thread disposes this object:
    /// otherwise the number could name somebody else's file by the time the kernel reads it.</summary>
    /// <exception cref="ObjectDisposedException">The descriptor is closed.</exception>
    public Lease Use() => new(this);

    /// <summary>As <see cref="Use"/>, for one short call that can't throw: gives the number; <see cref="Release"/> must follow on the same
    /// thread, with what this returns.</summary>
    /// <param name="isCounted">Whether the use is counted, which takes two interlocked operations: a twentieth of a map operation. The
    /// first thread that comes here says by a plain flag that it is in, and closing waits for the flag.</param>
    /// <remarks>Map operations use it: the runtime does not inline a native call inside the try block that a lease makes.</remarks>
    /// <exception cref="ObjectDisposedException">The descriptor is closed.</exception>
    public int Acquire(out bool isCounted)
    {
        int thread = Environment.CurrentManagedThreadId;
        isCounted = _owner != thread && Interlocked.CompareExchange(ref _owner, thread, 0) != 0;
        if (isCounted)
        {
            bool isAdded = false;
            DangerousAddRef(ref isAdded);
            return (int)handle;
        }
        // Either this sees that it is closed, or ReleaseHandle sees the flag: the barrier of the whole process there stands for one here.
        _isOwnerIn = true;
        if (IsClosed)
        {
            _isOwnerIn = false;
            throw new ObjectDisposedException(nameof(SafeDescriptor));
        }
        return (int)handle;
    }

    /// <summary>Ends what <see cref="Acquire"/> began.</summary>
    public void Release(bool isCounted)
    {
        if (isCounted) DangerousRelease();
        else _isOwnerIn = false;
    }

    // Runs once, when the handle is marked as closed and no lease holds it.
    protected override bool ReleaseHandle()
    {
        if (_owner != 0 && _owner != Environment.CurrentManagedThreadId)
        {
            Interlocked.MemoryBarrierProcessWide();
            SpinWait.SpinUntil(() => !_isOwnerIn); // as long as a map operation takes
        }
        return Libc.Close((int)handle) == 0;
    }

    /// <summary>A use of the descriptor; allocates nothing. The default one holds none.</summary>
    public readonly ref struct Lease
    {
        private readonly SafeDescriptor? _owner;

        public Lease(SafeDescriptor owner)
        {
            bool isAdded = false;
            owner.DangerousAddRef(ref isAdded);
            _owner = owner;
        }

        public int Number => (int)_owner!.handle;

        public void Dispose() => _owner?.DangerousRelease();
    }
}
