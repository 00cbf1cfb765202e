using System.Runtime.CompilerServices;

namespace Waggle.CSharp;

/// <summary>A socket of the kernel that the verifier knows, or none. Check <see cref="Exists"/> before anything else.</summary>
public readonly unsafe ref partial struct SocketReference
{
    private readonly ref SocketContext _socket;

    internal SocketReference(ulong address) => _socket = ref *(SocketContext*)address;

    internal SocketReference(ref SocketContext socket) => _socket = ref socket;

    /// <summary>Whether there is a socket.</summary>
    public bool Exists => !Unsafe.IsNullRef(in _socket);

    /// <summary>The socket's fields.</summary>
    public ref SocketContext Value => ref _socket;
}
