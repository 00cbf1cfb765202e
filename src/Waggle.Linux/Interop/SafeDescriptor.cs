using Microsoft.Win32.SafeHandles;

namespace Waggle.Linux.Interop;

/// <summary>A file descriptor that is closed exactly once.</summary>
internal sealed class SafeDescriptor : SafeHandleMinusOneIsInvalid // 0 is a valid descriptor
{
    public SafeDescriptor(nint descriptor) : base(ownsHandle: true) => SetHandle(descriptor);

    /// <summary>Keeps the descriptor open until the lease is disposed, even if another thread disposes this object:
    /// otherwise the number could name somebody else's file by the time the kernel reads it.</summary>
    /// <exception cref="ObjectDisposedException">The descriptor is closed.</exception>
    public Lease Use() => new(this);

    /// <summary>As <see cref="Use"/> for a call that can't throw: gives the number; <c>DangerousRelease</c> must follow.</summary>
    /// <remarks>Map operations use it: the runtime does not inline a native call inside the try block that a lease makes.</remarks>
    /// <exception cref="ObjectDisposedException">The descriptor is closed.</exception>
    public int Acquire()
    {
        bool isAdded = false;
        DangerousAddRef(ref isAdded);
        return (int)handle;
    }

    protected override bool ReleaseHandle() => Libc.Close((int)handle) == 0;

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
