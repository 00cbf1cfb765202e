using System.Runtime.ConstrainedExecution;

namespace Waggle.Linux.Interop;

/// <summary>A file descriptor that is closed exactly once, and not while the kernel is being told its number.</summary>
/// <remarks>What <see cref="System.Runtime.InteropServices.SafeHandle"/> does at half its cost, which map operations would notice:
/// a use is one atomic addition at its start and one at its end. Thread-safe.</remarks>
internal sealed class SafeDescriptor : CriticalFinalizerObject, IDisposable
{
    // Two bits of the state say how far its end has come; the rest counts the uses that are going on.
    private const int Disposed = 1;
    private const int Closed = 2;
    private const int OneUse = 4;

    private readonly int _number;
    private int _state;

    public SafeDescriptor(nint descriptor) => _number = (int)descriptor;

    ~SafeDescriptor() => Dispose();

    /// <summary>Keeps the descriptor open until the lease is disposed, even if another thread disposes this object:
    /// otherwise the number could name somebody else's file by the time the kernel reads it.</summary>
    /// <exception cref="ObjectDisposedException">The descriptor is closed.</exception>
    public Lease Use()
    {
        Acquire();
        return new(this);
    }

    /// <summary>As <see cref="Use"/>, without a lease, for calls that can't throw: gives the number; <see cref="Release"/> must follow.</summary>
    /// <exception cref="ObjectDisposedException">The descriptor is closed.</exception>
    public int Acquire()
    {
        if ((Interlocked.Add(ref _state, OneUse) & Disposed) != 0) ThrowDisposed();
        return _number;
    }

    /// <summary>Ends what <see cref="Acquire"/> began.</summary>
    public void Release()
    {
        if (Interlocked.Add(ref _state, -OneUse) == Disposed) Close();
    }

    /// <summary>Closes the descriptor, or has the last use close it that is going on.</summary>
    public void Dispose()
    {
        if (Interlocked.Or(ref _state, Disposed) == 0) Close();
    }

    private void Close()
    {
        // A late use may have begun, and found it disposed: then its end comes here again.
        if (Interlocked.CompareExchange(ref _state, Disposed | Closed, Disposed) != Disposed) return;
        GC.SuppressFinalize(this);
        _ = Libc.Close(_number);
    }

    private void ThrowDisposed()
    {
        Release();
        throw new ObjectDisposedException(nameof(SafeDescriptor));
    }

    /// <summary>A use of the descriptor; allocates nothing. The default one holds none.</summary>
    public readonly ref struct Lease(SafeDescriptor owner)
    {
        private readonly SafeDescriptor? _owner = owner;

        public int Number => _owner!._number;

        public void Dispose() => _owner?.Release();
    }
}
