using System.Runtime.InteropServices;
using Waggle.Bpf.Errors;
using Waggle.Linux.Errors;
using Waggle.Linux.Interop;

namespace Waggle.Linux.Links;

/// <summary>An attachment to one socket: a filter of what it receives (Linux 3.19), or the choice of a socket in a reuseport group (4.19).</summary>
/// <remarks>Not a BPF link: it ends with the socket, too.</remarks>
public sealed unsafe class SocketLink : Link
{
    // SOL_SOCKET and SO_* of include/uapi/asm-generic/socket.h
    private const int SocketLevel = 1, AttachBpf = 50, DetachFilter = 27, AttachReuseportBpf = 52, DetachReuseportBpf = 68;

    private readonly SafeHandle _socket;
    private readonly int _detachOption;
    private bool _isDetached;

    private SocketLink(string program, string hook, SafeHandle socket, int detachOption) : base(program, hook) =>
        (_socket, _detachOption) = (socket, detachOption);

    /// <summary>Filters what a socket receives.</summary>
    internal static SocketLink AttachFilter(SafeDescriptor program, string programName, SafeHandle socket) =>
        Attach(program, programName, "socket filter", socket, AttachBpf, DetachFilter);

    /// <summary>Chooses the socket for what arrives at a reuseport group, by any socket of the group.</summary>
    internal static SocketLink AttachReuseport(SafeDescriptor program, string programName, SafeHandle socket) =>
        Attach(program, programName, "reuseport group", socket, AttachReuseportBpf, DetachReuseportBpf);

    private protected override void Detach()
    {
        if (Interlocked.Exchange(ref _isDetached, true)) return;
        try
        {
            int unused = 0;
            _ = Set(_socket, _detachOption, &unused);
        }
        catch (ObjectDisposedException)
        {
            // The socket is closed, and the attachment ended with it.
        }
    }

    private static SocketLink Attach(SafeDescriptor program, string programName, string hook, SafeHandle socket, int attachOption, int detachOption)
    {
        using SafeDescriptor.Lease lease = program.Use();
        int number = lease.Number;
        if (Set(socket, attachOption, &number) >= 0) return new SocketLink(programName, hook, socket, detachOption);

        Errno error = Libc.LastError;
        throw KernelError.Attach($"program '{programName}' to a {hook}", error,
            error == Errno.Invalid ? "The program is of another type, or the socket is in no reuseport group (SO_REUSEPORT before bind)." : null);
    }

    private static int Set(SafeHandle socket, int option, int* value)
    {
        bool isAdded = false;
        socket.DangerousAddRef(ref isAdded);
        try
        {
            return Libc.SetSocketOption((int)socket.DangerousGetHandle(), SocketLevel, option, value, sizeof(int));
        }
        finally
        {
            socket.DangerousRelease();
        }
    }
}
